import type { Nodes } from 'mdast';

/** Text of nodes as a reader sees it, without their marks. Recursion is bounded by the nesting of the output. */
export function textOf(nodes: readonly Nodes[]): string {
  let text = '';
  for (const node of nodes) {
    if (node.type === 'break') text += ' ';
    else if (node.type === 'image') text += node.alt || '';
    else if (node.type === 'html') continue;
    else if ('value' in node) text += node.value;
    else if ('children' in node) text += textOf(node.children);
  }
  return text;
}
