import type { InlineCode, PhrasingContent } from 'mdast';
import { inOneLine } from './finish.ts';

/**
 * Whether code cannot stand between backticks in a cell. A table is split at its pipes before anything else is read,
 * `\|` alone is none of them, and in code a backslash before that is not escaped by another: readers split there, or
 * lose one. Source: GFM 0.29, section 4.10.
 */
export function needsTags(node: InlineCode): boolean {
  return node.value.includes('\\|');
}

/** Inline content as a cell of a GFM table can have it: line breaks as HTML, and code that no backticks can hold. */
export function inCell(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return inOneLine(nodes).flatMap(withTags);
}

function withTags(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'inlineCode' && needsTags(node)) {
    return [
      { type: 'html', value: '<code>' },
      { type: 'text', value: node.value },
      { type: 'html', value: '</code>' },
    ];
  }
  if ('children' in node) node.children = (node.children as PhrasingContent[]).flatMap(withTags) as never;
  return [node];
}
