import type { Root } from 'mdast';
import { writeBlock } from './write/blocks.ts';

/**
 * Writes a tree as Markdown in the one style of this package: `-` bullets, counted ordered items, tight lists, fenced
 * code, `***` rules, `*emphasis*`, `**strong**`, tables without padding, backslash line breaks, no wrapping. The same
 * tree always gives the same text, and a GFM parser reads the tree back from it.
 */
export function toMarkdown(root: Root): string {
  const written = writeBlock(root, undefined);
  return written === '' || written.endsWith('\n') ? written : `${written}\n`;
}
