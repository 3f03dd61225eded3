import type { Root } from 'mdast';
import { build } from '../markup/builder.ts';
import { htmlElements, unknownElement } from '../markup/elements.ts';
import type { ElementRule } from '../markup/frame.ts';
import { Vocabulary } from '../markup/vocabulary.ts';
import type { Context } from '../types.ts';
import { adfElements } from './adf-nodes.ts';
import { inlineElements } from './inline.ts';
import { layoutElements } from './layouts.ts';
import { linkElements } from './links.ts';
import { macroElements } from './macro.ts';
import { resourceElements } from './resources.ts';
import { taskElements } from './tasks.ts';

/** Every element of storage format that is known, by its name. */
export const storageElements: Readonly<Record<string, ElementRule>> = {
  ...htmlElements,
  ...macroElements,
  ...resourceElements,
  ...linkElements,
  ...taskElements,
  ...layoutElements,
  ...inlineElements,
  ...adfElements,
};

const rules = new Map(Object.entries(storageElements));
const vocabulary = new Vocabulary((name) => rules.get(name) ?? rules.get(name.toLowerCase()) ?? unknownElement, false);
const NOTHING_RAW: ReadonlySet<string> = new Set();

/**
 * Storage format as mdast, blocks as they come; the output stage brings them into their one form. Lenient: malformed
 * XHTML is mended, named HTML entities are known, what is unknown keeps its text.
 *
 * @throws ConversionError `too-deep` where more elements are open than any page has
 */
export function storageToMdast(body: string, context: Context): Root {
  const children = build({
    source: body,
    context,
    vocabulary,
    html: false,
    raw: NOTHING_RAW,
  });
  return { type: 'root', children };
}
