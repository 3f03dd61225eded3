import { type Features, featuresOf } from './features.ts';
import { leakedWords } from './leakage.ts';
import { decoded, matchAddress, matchCode, matchMedia } from './matches.ts';
import { readMarkdown } from './read-markdown.ts';
import { readSource, type SourceFormat } from './source.ts';
import { occurrences, padded, phrase, plainDates, tally, wordsOf } from './words.ts';

/** What is measured, in the order of the table. */
export const MEASURES = [
  ...([
    'words',
    'links',
    'code',
    'cells',
    'rows',
    'items',
    'tasks',
    'headings',
    'mentions',
    'dates',
    'statuses',
  ] as const),
  ...(['media', 'panels', 'expands', 'macros'] as const),
] as const;
export type Measure = (typeof MEASURES)[number];

/** `kept` of `of` were found again; `lost` names those that were not. */
export interface Score {
  readonly kept: number;
  readonly of: number;
  readonly lost: readonly string[];
}

export interface Fidelity {
  readonly scores: Readonly<Record<Measure, Score>>;
  /** Words of the output that only a machine reads, and all its words. */
  readonly leakage: { readonly leaked: readonly string[]; readonly of: number };
}

const score = (of: number, lost: readonly string[]): Score => ({ kept: of - lost.length, of, lost });

/** Words of the source that the output does not have, each as often as it lacks. */
export function lostWords(source: readonly string[], output: readonly string[]): string[] {
  const left = tally(output);
  return source.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

/** Takes for each wanted thing one that was found and fits it; what fits exactly goes first. */
function lostOf<W, F>(
  wanted: readonly W[],
  found: readonly F[],
  fits: readonly ((want: W, have: F) => boolean)[],
  name: (want: W) => string,
): string[] {
  const free = [...found];
  let open = [...wanted];
  for (const test of fits) {
    open = open.filter((want) => {
      const at = free.findIndex((have) => test(want, have));
      if (at >= 0) free.splice(at, 1);
      return at < 0;
    });
  }
  return open.map(name);
}

/** Texts that must stand in the output as often as in the source; only those that are wanted can be lost. */
function lostTexts(wanted: readonly string[], source: string, output: string): string[] {
  const counts = tally(wanted.map(phrase));
  return [...counts].flatMap(([needle, times]) => {
    const lacking = Math.max(occurrences(source, needle), times) - occurrences(output, needle);
    return Array<string>(Math.min(times, Math.max(0, lacking))).fill(needle);
  });
}

/** Whether a line holds the wanted words in their order, and little else: marks and names that a converter adds. */
function lineHas(want: string, have: string): boolean {
  if (want === '') return false;
  if (` ${have} `.includes(` ${want} `)) return true;
  const [wanted, found] = [want.split(' '), have.split(' ')];
  if (found.length - wanted.length > 2) return false;
  let at = 0;
  for (const word of found) if (word === wanted[at]) at++;
  return at === wanted.length;
}

const addresses = ({ links, media }: Features) => [
  ...links.map((target) => ('address' in target ? target.address : target.name)),
  ...media.flat(),
];

function compare(want: Features, have: Features): Record<Measure, Score> {
  const source = padded(want.text);
  const reachable = addresses(have);
  const output = padded(`${plainDates(have.text)}\n${reachable.map(decoded).join('\n')}`);
  const links = addresses({ ...have, media: [] });
  const wantedLinks = want.links.filter((target) => !('address' in target) || safe(target.address));
  const languages = have.codes.map((code) => code.language ?? '').join('\n');
  const lostMacros = lostTexts(want.macros, source, `${output}${padded(languages)}`);
  return {
    words: score(wordsOf(want.text).length, lostWords(wordsOf(want.text), wordsOf(have.text))),
    links: score(
      wantedLinks.length,
      lostOf(wantedLinks, [...links, ...have.media.flat()], matchAddress, (target) =>
        'address' in target ? target.address : target.name,
      ),
    ),
    code: score(
      want.codes.length,
      lostOf(want.codes, have.codes, matchCode, (code) => `${code.language ?? '*'}: ${code.text.slice(0, 60)}`),
    ),
    cells: score(
      want.cells.length,
      lostOf(
        want.cells,
        have.cells,
        [(a, b) => a.span === b.span && a.words === b.words, (a, b) => a.span === b.span && lineHas(a.words, b.words)],
        (cell) => `${cell.span} ${cell.words}`,
      ),
    ),
    rows: score(
      want.rows.length,
      lostOf(want.rows, have.rows, [(a, b) => sameRow(a, b)], (row) => row.cells.map((cell) => cell.words).join(' | ')),
    ),
    items: score(
      want.items.length,
      lostOf(
        want.items,
        have.items,
        [
          (a, b) => a.depth === b.depth && a.number === b.number && a.words === b.words,
          (a, b) => a.depth === b.depth && a.number === b.number && lineHas(a.words, b.words),
        ],
        (item) => `${item.depth} ${item.number ?? '-'} ${item.words}`,
      ),
    ),
    tasks: score(
      want.tasks.length,
      lostOf(
        want.tasks,
        have.tasks,
        [(a, b) => a.done === b.done && a.words === b.words, (a, b) => a.done === b.done && lineHas(a.words, b.words)],
        (task) => `${task.done ? 'x' : ' '} ${task.words}`,
      ),
    ),
    headings: score(
      want.headings.length,
      lostOf(
        want.headings,
        have.headings,
        [
          (a, b) => a.level === b.level && a.words === b.words,
          (a, b) => a.level === b.level && lineHas(a.words, b.words),
        ],
        (heading) => `${heading.level} ${heading.words}`,
      ),
    ),
    mentions: score(want.mentions.length, lostTexts(want.mentions, source, output)),
    dates: score(want.dates.length, lostTexts(want.dates, source, output)),
    statuses: score(want.statuses.length, lostTexts(want.statuses, source, output)),
    media: score(
      want.media.length,
      lostOf(want.media, [...have.media, ...links.map((link) => [link])], matchMedia, (keys) => keys.join(' ')),
    ),
    panels: score(want.panels, Array<string>(Math.max(0, want.panels - have.panels)).fill('panel')),
    expands: score(want.expands, Array<string>(Math.max(0, want.expands - have.expands)).fill('expand')),
    macros: score(want.macros.length, lostMacros),
  };
}

/** The same cells in the same order; a column of numbers may stand before them where the table asks for one. */
function sameRow(want: Features['rows'][number], have: Features['rows'][number]): boolean {
  const offset = have.cells.length - want.cells.length;
  if (offset !== 0 && !(offset === 1 && want.numbered)) return false;
  return want.cells.every((cell, index) => {
    const other = have.cells[index + offset];
    return other?.span === cell.span && (other.words === cell.words || lineHas(cell.words, other.words));
  });
}

/** Addresses that a careful converter does not carry over. */
const safe = (address: string) => address.trim() !== '' && !/^\s*(?:javascript|vbscript|data):/i.test(address);

/** Compares a document with the Markdown that became of it. */
export function fidelityOf(from: SourceFormat, body: string, markdown: string): Fidelity {
  const want = featuresOf(readSource(from, body));
  const have = featuresOf(readMarkdown(markdown));
  return {
    scores: compare(want, have),
    leakage: { leaked: leakedWords(from, body, want.text, have.text), of: wordsOf(have.text).length },
  };
}
