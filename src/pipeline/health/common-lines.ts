import type { PageLine } from '../../core/ports/wiki-health.ts';

const MOST_LINES = 200;
/** Comparing takes the square of it. */
const MOST_COMPARED = 24;
/** Shorter ones, such as headings, stand on many pages by chance. */
const LEAST_WORDS = 5;

interface ReadLine extends PageLine {
  readonly words: ReadonlySet<string>;
  readonly folded: string;
}

function read(lines: readonly PageLine[]): readonly ReadLine[] {
  const all = lines
    .filter(({ text }) => text.trim() !== '')
    .slice(0, MOST_LINES)
    .map((line) => {
      const words = line.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      return { ...line, words: new Set(words), folded: words.join(' ') };
    });
  const telling = all.filter(({ words }) => words.size >= LEAST_WORDS);
  return telling.length > 0 ? telling : all;
}

function plain({ line, text }: ReadLine): PageLine {
  return { line, text };
}

function common(one: ReadLine, other: ReadLine): number {
  let shared = 0;
  for (const word of one.words) if (other.words.has(word)) shared += 1;
  return shared / Math.max(one.words.size, other.words.size, 1);
}

function bestOf(line: ReadLine, among: readonly ReadLine[]): { readonly share: number; readonly at: ReadLine } | null {
  let best: { share: number; at: ReadLine } | null = null;
  for (const at of among) {
    const share = common(line, at);
    if (best === null || share > best.share) best = { share, at };
  }
  return best;
}

/**
 * The line of each document that says the same as, or most nearly what, one line of the first says: the first line
 * that all have, else the one that they have most of. null for a document without text.
 */
export function commonLines(documents: readonly (readonly PageLine[])[]): readonly (PageLine | null)[] {
  const [first = [], ...others] = documents.map(read);
  const same = others.map((other) => new Map(other.map((line) => [line.folded, line])));
  const shared = first.find(({ folded }) => same.every((lines) => lines.has(folded)));
  if (shared) return [shared, ...same.map((lines) => lines.get(shared.folded)!)].map(plain);
  let best: { share: number; lines: readonly (ReadLine | null)[] } | null = null;
  for (const line of first.slice(0, MOST_COMPARED)) {
    const found = others.map((other) => bestOf(line, other.slice(0, MOST_COMPARED)));
    const share = Math.min(...found.map((each) => each?.share ?? 0));
    if (best === null || share > best.share) best = { share, lines: [line, ...found.map((each) => each?.at ?? null)] };
  }
  const lines = best?.lines ?? documents.map(() => null);
  return lines.map((found) => found && plain(found));
}
