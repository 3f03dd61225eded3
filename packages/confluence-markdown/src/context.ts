import type { Root } from 'mdast';
import { targetName } from './constructs/link.ts';
import { messageOf, requireAnswer } from './resolver.ts';
import {
  type Context,
  ConversionError,
  type ConvertInput,
  type ConvertOptions,
  type LinkAnswer,
  type LinkTarget,
  type LossNote,
} from './types.ts';

/** Default bound of a body, in characters. */
export const MAX_LENGTH = 20 * 1024 * 1024;

/** Includes within includes deeper than this show a note instead of a body. */
const MAX_INCLUDE_DEPTH = 4;

/** Bodies that one conversion may take in altogether; stops pages that include each other many times. */
const MAX_INCLUDES = 10_000;

/** A context with what it has collected so far. */
export interface CollectingContext extends Context {
  readonly report: LossNote[];
  readonly links: LinkTarget[];
}

/** Converts a body of any format in a context; handed in so that the formats need not know each other. */
export type ConvertBody = (input: ConvertInput, context: Context) => Root;

type Field = 'kind' | 'id' | 'title' | 'spaceKey' | 'anchor' | 'fileName' | 'fileId' | 'pageId' | 'key';

function targetKey(target: LinkTarget): string {
  const t = target as Readonly<Partial<Record<Field, string>>>;
  return [t.kind, t.id, t.title, t.spaceKey, t.anchor, t.fileName, t.fileId, t.pageId, t.key].join('\u0000');
}

/** Starts a conversion: an empty report, no links yet. */
export function createContext(options: ConvertOptions, convertBody: ConvertBody): CollectingContext {
  const report: LossNote[] = [];
  const links: LinkTarget[] = [];
  // Most bodies have nothing to report and point at nothing: sets are made for those that do.
  let seenNotes: Set<string> | undefined;
  let seenLinks: Set<string> | undefined;
  let depth = 0;
  let includes = 0;
  let included = 0;

  const context: CollectingContext = {
    options,
    report,
    links,
    note(note) {
      const key = `${note.kind}\n${note.what}\n${note.where}\n${note.text ?? ''}`;
      seenNotes ??= new Set();
      if (seenNotes.has(key)) return;
      seenNotes.add(key);
      report.push(note);
    },
    link(target) {
      const key = targetKey(target);
      seenLinks ??= new Set();
      if (!seenLinks.has(key)) {
        seenLinks.add(key);
        links.push(target);
      }
      let answer: LinkAnswer | null | undefined;
      try {
        answer = options.resolve?.(target);
      } catch (error) {
        const text = `${targetName(target)}: ${messageOf(error)}`;
        context.note({ kind: 'degraded', what: 'resolver', where: 'resolve', text });
      }
      if (answer === undefined || answer === null) return undefined;
      requireAnswer(answer, target);
      return answer;
    },
    nested(input) {
      const refuse = (text: string) => {
        context.note({ kind: 'dropped', what: 'include', where: 'include', text });
        return [];
      };
      if (depth >= MAX_INCLUDE_DEPTH) return refuse('A page that is included within too many others is not shown.');
      included += input.body.length;
      if (++includes > MAX_INCLUDES || included > (options.maxLength ?? MAX_LENGTH))
        return refuse('A page that includes too many others is not shown to its end.');
      depth++;
      try {
        return convertBody(input, context).children;
      } catch (error) {
        if (error instanceof ConversionError && error.code !== 'bad-answer') return refuse(error.message);
        throw error;
      } finally {
        depth--;
      }
    },
  };
  return context;
}
