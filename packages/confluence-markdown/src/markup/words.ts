import type { RootContent } from 'mdast';
import type { Build, Frame } from './frame.ts';
import { textOf } from './text-of.ts';

/** Nodes whose children are blocks. */
const OUTER: ReadonlySet<string> = new Set(['blockquote', 'list', 'listItem', 'table', 'tableRow']);

/** Words of nodes that stand beside one another, none run together. Recursion is bounded by the nesting of the output. */
export function wordsOf(nodes: readonly RootContent[]): string {
  return nodes
    .map((node) => (OUTER.has(node.type) && 'children' in node ? wordsOf(node.children) : textOf([node])))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Reports the text of an element that is shown nowhere, unless it is what belongs there. */
export function noteText(frame: Frame, build: Build, belongs: RegExp = /^$/): void {
  const words = frame.text!.join('').replace(/\s+/g, ' ').trim();
  if (!belongs.test(words)) build.note('dropped', `element:${frame.name}`, frame, words);
}
