import type { Root } from 'mdast';
import { ConversionError } from '../types.ts';
import { writeBlock } from './write/blocks.ts';

/** A tree of somebody else's may begin with front matter; one of a page never does. */
function frontMatter(root: Root): string {
  const first = root.children[0];
  return first?.type === 'yaml' ? `---\n${first.value}\n---\n` : '';
}

/**
 * Writes a tree as Markdown in the one style of this package: `-` bullets, counted ordered items, tight lists, fenced
 * code, `***` rules, `*emphasis*`, `**strong**`, tables without padding, backslash line breaks, no wrapping. The same
 * tree always gives the same text, and a GFM parser reads the tree back from it. Front matter in YAML stays at
 * the start.
 *
 * @throws {ConversionError} `unknown-node` where something in the tree is no Markdown of GFM
 */
export function toMarkdown(root: Root): string {
  const head = frontMatter(root);
  const written = write(head === '' ? root : { ...root, children: root.children.slice(1) });
  const body = written === '' || written.endsWith('\n') ? written : `${written}\n`;
  return head !== '' && body !== '' ? `${head}\n${body}` : head + body;
}

function write(root: Root): string {
  try {
    return writeBlock(root, undefined);
  } catch (error) {
    const name = /^Cannot handle (?:unknown node|value) `(.*)`/s.exec((error as Error).message)?.[1];
    if (name === undefined) throw error;
    throw new ConversionError('unknown-node', `The tree has a node that Markdown has no form for here: ${name}.`);
  }
}
