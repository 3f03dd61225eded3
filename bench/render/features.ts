import { type Node, type Target, textOf } from './tree.ts';
import { phrase } from './words.ts';

/** What a document has, in lists that are compared one by one. */
export interface Features {
  /** All visible text. */
  readonly text: string;
  readonly links: readonly Target[];
  readonly codes: readonly { readonly language: string | null; readonly text: string }[];
  readonly cells: readonly Cell[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly numbered: boolean }[];
  readonly items: readonly Item[];
  readonly tasks: readonly { readonly done: boolean; readonly words: string }[];
  readonly headings: readonly { readonly level: number; readonly words: string }[];
  readonly mentions: readonly string[];
  readonly dates: readonly string[];
  readonly statuses: readonly string[];
  /** Names, ids and addresses of each file. */
  readonly media: readonly (readonly string[])[];
  readonly panels: number;
  readonly expands: number;
  readonly macros: readonly string[];
}

export interface Cell {
  readonly span: string;
  readonly words: string;
}

export interface Item {
  readonly depth: number;
  /** The number it shows; null in a list without numbers. */
  readonly number: number | null;
  readonly words: string;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Each)[] ? Each[] : T[Key] };

const RUNNING = new Set<Node['kind']>(['text', 'inline', 'link', 'status', 'mention', 'date', 'media']);

/** The line that an item begins with: what is nested in it does not belong to it. */
function leadOf(children: readonly Node[]): string {
  const run: Node[] = [];
  for (const child of children) {
    if (RUNNING.has(child.kind)) run.push(child);
    else if (phrase(textOf(run, false))) break;
    else if (child.kind !== 'block') break;
    else if (phrase(textOf(child.children, false))) return leadOf(child.children);
  }
  return phrase(textOf(run, false));
}

const holdsMedia = (nodes: readonly Node[]): boolean =>
  nodes.some((node) => node.kind === 'media' || ('children' in node && holdsMedia(node.children)));

/** Takes a document apart. */
export function featuresOf(root: Node): Features {
  const found: Mutable<Features> = {
    text: textOf([root]),
    links: [],
    codes: [],
    cells: [],
    rows: [],
    items: [],
    tasks: [],
    headings: [],
    mentions: [],
    dates: [],
    statuses: [],
    media: [],
    panels: 0,
    expands: 0,
    macros: [],
  };

  const walk = (node: Node, depth: number, numbered: boolean): void => {
    switch (node.kind) {
      case 'link':
        if (textOf(node.children).trim() || holdsMedia(node.children)) found.links.push(node.target);
        break;
      case 'code':
        found.codes.push(node);
        return;
      case 'heading': {
        const words = phrase(textOf(node.children, false));
        if (words) found.headings.push({ level: node.level, words });
        break;
      }
      case 'list':
        list(node, depth);
        return;
      case 'table':
        for (const child of node.children) walk(child, depth, node.numbered);
        return;
      case 'row': {
        const cells = node.children.filter((child) => child.kind === 'cell').map(cellOf);
        if (cells.length > 0) found.rows.push({ cells, numbered });
        break;
      }
      case 'cell':
        found.cells.push(cellOf(node));
        break;
      case 'mention':
        if (node.key) found.mentions.push(node.key);
        return;
      case 'date':
        found.dates.push(node.text);
        return;
      case 'status':
        if (phrase(node.text)) found.statuses.push(node.text);
        return;
      case 'media':
        found.media.push(node.keys.filter(Boolean));
        return;
      case 'macro':
        if (node.evidence === 'panel') found.panels += textOf(node.children).trim() ? 1 : 0;
        else if (node.evidence === 'expand') found.expands += textOf(node.children).trim() ? 1 : 0;
        else if (phrase(node.evidence.name)) found.macros.push(node.evidence.name);
        break;
    }
    if ('children' in node) for (const child of node.children) walk(child, depth, numbered);
  };

  const list = (node: Extract<Node, { kind: 'list' }>, depth: number): void => {
    let number = node.start;
    for (const child of node.children) {
      if (child.kind === 'item') {
        const words = leadOf(child.children);
        if (child.done !== null) found.tasks.push({ done: child.done, words });
        else if (!child.plain) found.items.push({ depth: depth + 1, number, words });
        if (number !== null) number++;
      }
      walk(child, depth + 1, false);
    }
  };

  walk(root, 0, false);
  return found;
}

const cellOf = (node: Extract<Node, { kind: 'cell' }>): Cell => ({
  span: node.span,
  words: phrase(textOf(node.children, false)),
});
