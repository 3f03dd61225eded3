import type { RootContent } from 'mdast';
import type { Context } from '../types.ts';

/** A node or mark as it was read: nothing but `type` can be relied on. */
export interface AdfNode {
  readonly type: string;
  readonly text?: unknown;
  readonly attrs?: unknown;
  readonly content?: unknown;
  readonly marks?: unknown;
}

/** What rules read with. */
export interface Reader {
  readonly context: Context;
  /** The children of a node, converted, blocks and inline nodes as they come. */
  children(node: AdfNode, where: string): RootContent[];
  /** One node with its marks. */
  read(node: AdfNode, where: string): RootContent[];
}

export interface NodeRule {
  readonly names: readonly string[];
  /** For the table of the documentation: what it becomes. */
  readonly becomes: string;
  read(node: AdfNode, reader: Reader, where: string): RootContent[];
}

export function isNode(value: unknown): value is AdfNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Children that are nodes; anything else in `content` is no node and has no text. */
export function contentOf(node: AdfNode): readonly AdfNode[] {
  return Array.isArray(node.content) ? node.content.filter(isNode) : [];
}

export function marksOf(node: AdfNode): readonly AdfNode[] {
  return Array.isArray(node.marks) ? node.marks.filter(isNode) : [];
}

export function attributesOf(node: AdfNode): Readonly<Record<string, unknown>> {
  return typeof node.attrs === 'object' && node.attrs !== null ? (node.attrs as Record<string, unknown>) : {};
}

/** An attribute as text; numbers too, everything else is empty. */
export function attribute(node: AdfNode, name: string): string {
  const value = attributesOf(node)[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

export function child(where: string, node: AdfNode, index: number): string {
  return `${where}/${node.type}[${index}]`;
}

/** Every word of a node and of what is in it, without recursion. Words of neighbours stay apart. */
export function allText(node: AdfNode): string {
  const words: string[] = [];
  const stack: AdfNode[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (typeof next.text === 'string') words.push(next.text);
    else {
      const label = attribute(next, 'text') || attribute(next, 'title') || attribute(next, 'shortName');
      if (label !== '') words.push(label);
    }
    const children = contentOf(next);
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
  }
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

/** Text of a node whose content is text alone, such as code. */
export function plainText(node: AdfNode): string {
  let result = '';
  const stack: AdfNode[] = [...contentOf(node)].reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (typeof next.text === 'string') result += next.text;
    else if (next.type === 'hardBreak') result += '\n';
    else {
      const children = contentOf(next);
      for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
    }
  }
  return result;
}
