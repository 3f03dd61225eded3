import type { IndexedDocument } from '../../core/chunk.ts';
import type { EntityKind, Relation } from '../../core/entity.ts';
import { type CodePlace, usedNames } from './code-uses.ts';
import type { GraphContext } from './context.ts';
import { type EntityRef, FactList } from './fact-list.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import type { Naming } from './spelled-name.ts';

/** What a document is in the graph, and the names that it spells. */
export interface NamingDocument {
  readonly path: string;
  readonly commit: string;
  readonly subject: { readonly kind: EntityKind; readonly key: string };
  readonly namings: readonly Naming[];
}

const MOST_NAMINGS = 2_000;
function headingLines(document: IndexedDocument): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { text, startLine } of document.chunks)
    text.split('\n').forEach((line, at) => {
      if (/^ {0,3}#{1,6}\s/.test(line)) lines.add(startLine + at);
    });
  return lines;
}

/** The names that a document spells: in code type, as routes, in code, and as addresses of other places. */
export function namingOf(document: IndexedDocument, place: CodePlace): readonly Naming[] {
  const headings = document.terms && document.terms.length > 0 ? headingLines(document) : new Set<number>();
  const terms = (document.terms ?? []).map(({ text, line }): Naming => {
    return { text, line, as: headings.has(line) ? 'heading' : 'term' };
  });
  const routes = (document.routes ?? []).map(({ text, line }): Naming => ({ text, line, as: 'route' }));
  const links = document.links
    .filter(({ href }) => /^https?:\/\//i.test(href))
    .map(({ href, line }): Naming => ({ text: href, line, as: 'link' }));
  // What stands in a heading says more than the same name in the text.
  const rank = { heading: 0, route: 1, term: 2, link: 3, import: 4, type: 5, call: 6 } as const;
  return [...terms, ...routes, ...links, ...usedNames(document, place)]
    .sort((one, other) => rank[one.as] - rank[other.as])
    .slice(0, MOST_NAMINGS);
}

function mentionsOf({ text, as, in: within }: Naming): readonly Mention[] {
  if (as === 'route') return [{ kind: 'endpoint', name: text }];
  if (as === 'import') return [{ kind: 'package', name: text }];
  if (as === 'call' || as === 'type')
    return [{ kind: 'symbol', name: text, ...(within === undefined ? { byKey: true } : { within }) }];
  return as === 'link' ? [] : mentionsIn(text);
}

/** Address of the repository that an address of a file or page may stand below. */
function placeOf(url: string): readonly string[] {
  const place = /^https?:\/\/[^/?#]+\/[^/?#]+\/[^/?#]+/i.exec(url)?.[0];
  return place ? [place] : [];
}

/** Names by which a document is found when what bears one comes or goes; each once. */
export function namesOf(namings: readonly Naming[]): readonly string[] {
  return [
    ...new Set(
      namings.flatMap((naming) =>
        naming.as === 'link' ? placeOf(naming.text) : mentionsOf(naming).map(({ name }) => name),
      ),
    ),
  ];
}

export function addMentions(
  list: FactList,
  namings: readonly Naming[],
  subject: EntityRef,
  context: Pick<GraphContext, 'named' | 'entityAt'>,
): void {
  for (const naming of namings) {
    const lines = [naming.line, naming.line] as const;
    if (naming.as === 'link') {
      const known = context.entityAt(naming.text);
      if (known) list.relate(subject, 'links-to', known, { lines, rule: 'absolute-link' });
      continue;
    }
    for (const mention of mentionsOf(naming)) {
      const named = context.named?.(mention);
      if (!named) continue;
      if (naming.as === 'import' || naming.as === 'call' || naming.as === 'type')
        list.relate(subject, 'depends-on', named, { lines, rule: `${naming.as}:${mention.kind}` });
      else if (naming.as === 'route') list.relate(subject, 'implements', named, { lines, rule: 'route:endpoint' });
      else if (naming.as === 'heading')
        list.relate(subject, 'documents', named, { lines, rule: `heading:${mention.kind}` });
      else list.relate(subject, 'mentions', named, { lines, rule: `code-span:${mention.kind}` });
      break;
    }
  }
}

/** The relations of a document that stand on names, read again against what is connected now. */
export function namingRelations(
  document: NamingDocument,
  context: Pick<GraphContext, 'named' | 'entityAt'>,
): readonly Relation[] {
  const list = new FactList(document);
  addMentions(list, document.namings, document.subject, context);
  return list.facts().relations;
}
