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
  const line = inOneLine(nodes);
  return line.some(hasTags) ? withTags(line) : line;
}

function hasTags(node: PhrasingContent): boolean {
  if (node.type === 'inlineCode') return needsTags(node);
  return 'children' in node && node.children.some(hasTags);
}

function withTags(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  for (const node of nodes) {
    if (node.type === 'inlineCode' && needsTags(node)) {
      const { value } = node;
      result.push({ type: 'html', value: '<code>' }, { type: 'text', value }, { type: 'html', value: '</code>' });
      continue;
    }
    if ('children' in node) node.children = withTags(node.children) as never;
    result.push(node);
  }
  return result;
}
