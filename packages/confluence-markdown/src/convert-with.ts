import type { Root } from 'mdast';
import { createContext, MAX_LENGTH } from './context.ts';
import { resolveAnchors } from './mdast/anchors.ts';
import { finish } from './mdast/finish.ts';
import { toMarkdown } from './mdast/index.ts';
import {
  type BodyFormat,
  type Context,
  type Conversion,
  ConversionError,
  type ConvertInput,
  type ConvertOptions,
} from './types.ts';

/** Readers of bodies, by format. */
export type Readers = Readonly<Partial<Record<BodyFormat, (body: string, context: Context) => Root>>>;

/** As what a part of a page stands in the output whose format is not read. */
const LANGUAGES: Readonly<Record<BodyFormat, string>> = { adf: 'json', storage: 'xml', view: 'html' };

/**
 * Converts a body with the readers at hand. Who needs one format alone brings one reader, and bundles no other.
 *
 * @throws {ConversionError} where there is no body to convert, or its format is none
 */
export function convertWith(readers: Readers, input: ConvertInput, options: ConvertOptions): Conversion {
  const toMdast = ({ from, body }: ConvertInput, within: Context): Root => {
    if (typeof body !== 'string') {
      const given = body === null ? 'null' : typeof body;
      throw new ConversionError('bad-input', `The body has to be a text, and is ${given}; a document goes in as JSON.`);
    }
    const most = options.maxLength ?? MAX_LENGTH;
    if (body.length > most) {
      throw new ConversionError('too-large', `The body has ${body.length} characters; ${most} are allowed.`);
    }
    const read = Object.hasOwn(readers, from) ? readers[from] : undefined;
    if (read) return read(body, within);
    const language = Object.hasOwn(LANGUAGES, from) ? LANGUAGES[from] : undefined;
    if (language === undefined) {
      throw new ConversionError('unknown-format', `No format is called "${String(from)}"; use adf, storage or view.`);
    }
    within.note({ kind: 'degraded', what: `format:${from}`, where: 'include' });
    return { type: 'root', children: [{ type: 'code', lang: language, value: body }] };
  };
  const context = createContext(options, toMdast);
  const root = toMdast(input, context);
  root.children = finish(root.children, context, 'document');
  resolveAnchors(root, context);
  return { markdown: toMarkdown(root), mdast: root, report: context.report, links: context.links };
}
