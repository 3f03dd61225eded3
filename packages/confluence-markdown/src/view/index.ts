import type { Root } from 'mdast';
import { build } from '../markup/builder.ts';
import { htmlElements, unknownElement } from '../markup/elements.ts';
import { Vocabulary } from '../markup/vocabulary.ts';
import type { Context } from '../types.ts';

const rules = new Map(Object.entries(htmlElements));
const vocabulary = new Vocabulary((name) => rules.get(name) ?? unknownElement, true);
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'xmp']);

/**
 * A rendered page (`view`, `export_view`, `styled_view`) as mdast. What macros showed is kept; which macros they were is
 * known only where the page says so.
 *
 * @throws ConversionError `too-deep` where more elements are open than any page has
 */
export function viewToMdast(body: string, context: Context): Root {
  const children = build({
    source: body,
    context,
    vocabulary,
    html: true,
    raw: RAW,
  });
  return { type: 'root', children };
}
