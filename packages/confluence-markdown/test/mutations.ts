import { readdirSync, readFileSync } from 'node:fs';
import { convert, toMarkdown } from '../src/index.ts';
import { ConversionError } from '../src/types.ts';
import { readGfm } from './reading.ts';

/** What would mean something in Markdown, HTML or storage format if it stood where it should not. */
const SIGNS = [
  ...['*', '_', '`', '~~', '$a$', '|', '#', '<', '&lt;', '&amp;amp;', '\\', '  ', '\n', '![', '[a](b)', '- a', '1. b'],
  ...['> q', '@user', 'www.a.b', 'https://x.y/z_*', 'Fixes #1', '\u200b', '\ud800', 'é', '日本', '&nbsp;', ']]>', '">'],
];

/** A source of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Tree {
  type?: unknown;
  text?: unknown;
  attrs?: unknown;
  content?: Tree[];
}

function read(folder: string, ending: string): string[] {
  const at = new URL(`golden/${folder}/`, import.meta.url);
  return readdirSync(at)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => readFileSync(new URL(name, at), 'utf8'));
}

function holders(node: Tree): Tree[] {
  return Array.isArray(node.content) ? [node, ...node.content.flatMap((inner) => holders(inner ?? {}))] : [];
}

const bodies = [...read('storage', '.xml'), ...read('macros', '.xml')];
const trees = read('adf', '.json').map((text) => JSON.parse(text) as Tree);
const nodes = trees.flatMap(holders).flatMap(({ content = [] }) => content);

/** A body of storage format whose tags and texts were dropped, doubled, moved, cut and mixed with those of another. */
function markup(next: () => number): string {
  const int = (below: number) => Math.floor(next() * below);
  const pick = <Item>(items: readonly Item[]) => items[int(items.length)]!;
  const parts = pick(bodies).split(/(?=<)/);
  for (let change = 0; change <= int(6); change++) {
    const at = int(parts.length);
    const part = parts[at] ?? '';
    const kind = int(6);
    if (kind === 0) parts.splice(at, 1);
    else if (kind === 1) parts.splice(at, 0, pick(SIGNS));
    else if (kind === 2) parts.splice(at, 0, ...pick(bodies).split(/(?=<)/).slice(0, int(20)));
    else if (kind === 3) parts.splice(int(parts.length), 0, part);
    else if (kind === 4) parts.length = at + 1;
    else {
      const cut = int(part.length);
      parts[at] = part.slice(0, cut) + pick(SIGNS) + part.slice(cut + int(3));
    }
  }
  return parts.join('');
}

/** A document of ADF to which the same was done; attributes get types that nobody gives them. */
function tree(next: () => number): string {
  const int = (below: number) => Math.floor(next() * below);
  const pick = <Item>(items: readonly Item[]) => items[int(items.length)]!;
  const root = structuredClone(pick(trees));
  for (let change = 0; change <= int(5); change++) {
    const { content } = pick(holders(root)) ?? { content: [] };
    if (!content) break;
    const at = int(content.length + 1);
    const kind = int(5);
    if (kind === 0) content.splice(at, 1);
    else if (kind === 1) content.splice(at, 0, structuredClone(pick(nodes)));
    else if (kind === 2) content.splice(at, 0, { type: 'text', text: pick(SIGNS) + pick(SIGNS) });
    else if (kind === 3 && content[at]) content[at].text = `${String(content[at].text ?? '')}${pick(SIGNS)}`;
    else if (content[at]) content[at].attrs = pick<unknown>([null, 7, [], 'x', { level: {}, url: 1, panelType: [] }]);
  }
  return JSON.stringify(root);
}

/**
 * Converts what became of a golden document under a seed, in each format that it can be. Gives what is wrong: an error
 * that is not ours, or Markdown that is not written the same way again by whoever reads it.
 */
export function complaints(seed: number): string[] {
  const next = numbers(seed);
  const made = [
    { from: 'storage', body: markup(next) },
    { from: 'view', body: markup(next) },
    { from: 'adf', body: tree(next) },
  ] as const;
  return made.flatMap((input) => {
    try {
      const { markdown } = convert(input);
      const again = toMarkdown(readGfm(markdown));
      return again === markdown
        ? []
        : [`${seed} ${input.from}: ${input.body}\n${markdown}\n--- read and written:\n${again}`];
    } catch (error) {
      return error instanceof ConversionError ? [] : [`${seed} ${input.from}: ${input.body}\n${String(error)}`];
    }
  });
}
