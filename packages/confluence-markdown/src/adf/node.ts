import type { RootContent } from 'mdast';
import { isoDate } from '../constructs/date.ts';
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
  /** The children of a node as they are, for rules that read them one by one; what is no node is reported. */
  nodes(node: AdfNode, where: string): readonly AdfNode[];
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

/** What stands in `content`, nodes or not; one that stands there without a list around it is the only one. */
export function partsOf(node: AdfNode): readonly unknown[] {
  const { content } = node;
  if (Array.isArray(content)) return content;
  return content === undefined || content === null ? [] : [content];
}

/** Children that are nodes. */
export function contentOf(node: AdfNode): readonly AdfNode[] {
  return partsOf(node).filter(isNode);
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

/**
 * Every word and number of a value that is no node, without recursion: types are names of the format, no words. An
 * entry of an object stands behind its name.
 */
export function wordsOf(value: unknown): string {
  const words: string[] = [];
  const stack: [name: string, value: unknown][] = [['', value]];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [name, inner] = next;
    if (typeof inner === 'object' && inner !== null) {
      const isList = Array.isArray(inner);
      const entries = Object.entries(inner).filter(([key, word]) => key !== 'type' || typeof word !== 'string');
      for (const [key, word] of entries.reverse()) stack.push([isList || key === 'text' ? '' : key, word]);
    } else if (inner !== null && inner !== undefined && inner !== '') {
      words.push(name === '' ? String(inner) : `${name}=${String(inner)}`);
    }
  }
  return words.join(', ');
}

/** What a node without content says by its attributes. */
function labelOf(node: AdfNode): string {
  const date = node.type === 'date' ? isoDate(attribute(node, 'timestamp')) : null;
  if (date) return date;
  for (const name of ['text', 'title', 'shortName', 'url', 'alt', 'timestamp', 'id']) {
    const label = attribute(node, name);
    if (label !== '') return label;
  }
  return '';
}

/** Every word of a node and of what is in it, without recursion. Words of neighbours stay apart. */
export function allText(node: AdfNode): string {
  const words: string[] = [];
  const stack: AdfNode[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (typeof next.text === 'string') words.push(next.text);
    else {
      const label = labelOf(next);
      if (label !== '') words.push(label);
    }
    const children = contentOf(next);
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
  }
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

/** Reports the words in a node that has neither text nor content by the schema, and that are shown nowhere. */
export function noteContent(node: AdfNode, context: Context, where: string): void {
  if (node.content === undefined && node.text === undefined) return;
  const text = [wordsOf(node.text), ...contentOf(node).map(allText)].join(' ').trim();
  if (text !== '') context.note({ kind: 'dropped', what: `node:${node.type}`, where, text });
}

/** Nodes that are lines of their own, wherever they stand. */
const LINES: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'codeBlock',
  'listItem',
  'taskItem',
  'decisionItem',
]);

/** Text of a node whose content is text alone, such as code; of what else stands there, what it says. */
export function plainText(node: AdfNode): string {
  let result = '';
  const stack: AdfNode[] = [...contentOf(node)].reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (typeof next.text === 'string') result += next.text;
    else {
      const children = contentOf(next);
      if (next.type === 'hardBreak') result += '\n';
      else if (children.length === 0) result += labelOf(next);
      else if (LINES.has(next.type) && result !== '' && !result.endsWith('\n')) result += '\n';
      for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
    }
  }
  return result;
}
