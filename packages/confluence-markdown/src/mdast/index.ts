import type { Root } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { mathToMarkdown } from 'mdast-util-math';
import { type Options, toMarkdown as write } from 'mdast-util-to-markdown';
import { blockHandlers } from './write/blocks.ts';
import { type BlockPlace, inlineHandlers } from './write/inline.ts';

export { finish } from './finish.ts';
export { toHtml } from './to-html.ts';

/** Made once: the writers are the same for every tree. They work on one tree at a time, and never wait. */
const place: BlockPlace = { dollars: false, inCell: false, inHeading: false };
const options: Options = {
  fences: true,
  extensions: [
    gfmToMarkdown(),
    mathToMarkdown(),
    { handlers: { ...blockHandlers(place), ...inlineHandlers(place) } as never },
  ],
};

/**
 * Writes a tree as Markdown in the one style of this package: `-` bullets, counted ordered items, tight lists, fenced
 * code, `***` rules, `*emphasis*`, `**strong**`, tables without padding, backslash line breaks, no wrapping. The same
 * tree always gives the same text, and a GFM parser reads the tree back from it.
 */
export function toMarkdown(root: Root): string {
  return write(root, options);
}
