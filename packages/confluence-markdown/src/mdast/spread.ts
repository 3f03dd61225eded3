import type { ListItem, RootContent } from 'mdast';

/** Only a list that starts at one, with text, can follow a line of text without a blank line. */
function followsText(block: RootContent): boolean {
  if (block.type !== 'list') return false;
  const first = block.children[0]?.children[0];
  if (!first || (block.ordered && (block.start ?? 1) !== 1)) return false;
  return first.type !== 'list' || followsText(first);
}

/**
 * Whether blank lines stand between the blocks of an item: always, unless it is text with lists below. Goes by what the
 * item holds, not by how it was written, so that the style is the same whoever made the tree.
 */
export function isSpread(item: Readonly<ListItem>): boolean {
  const [head, ...rest] = item.children;
  return rest.length > 0 && !(head?.type === 'paragraph' && rest.every(followsText));
}
