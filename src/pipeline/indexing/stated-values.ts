import type { StatedValue } from '../../core/wiki-health.ts';
import type { Block } from './markdown-blocks.ts';
import { plainText } from './markdown-inline.ts';
import { comparable, fold, isDistinctive, qualifierIn } from './value-forms.ts';
import { isIdentifier, thingAbout } from './value-subject.ts';

const MOST_VALUES = 200;
const MOST_COLUMNS = 12;

/** Headings of tables that say no more than that the column holds values, or names of them. */
const valueWords = new Set('value values setting default current amount limit wert'.split(' '));
const nameWords = new Set('key name setting settings parameter property option variable field item what'.split(' '));
/** Names that tell of a page or of its text, not of the thing it is about. */
const noNames = new Set([
  ...`note notes warning example examples see todo tip info caution date author authors title description comment
  comments id status state step steps summary question answer link links url result created updated modified version
  owner maintainer contact participants attendees before after pros cons`.split(/\s+/),
  ...`last updated|last modified|last edited|created by|last reviewed|next review|review by|valid until|due date|page owner|owned by`.split(
    '|',
  ),
]);
const DEFINITION =
  /^\s{0,12}(?:[-*+]\s+|\d{1,9}[.)]\s+)?(?:\*\*|__)?([^\s:*_|<>[\]()#`][^:*|<>[\]()#]{0,58}?|`[^`]{1,58}`)(?:\*\*|__)?\s*:(?:\*\*|__)?\s+(\S.{0,120})$/;
const SETTING =
  /^\s*(?:export\s+|set\s+|ENV\s+|-\s+)?([A-Z][A-Z\d]*(?:_[A-Z\d]+)+|[a-z][\w-]*(?:\.[\w-]+)+)\s*[=:]\s*(\S.{0,120})$/;

interface Place {
  readonly title: string;
  readonly headings: readonly string[];
}

/** Cells of a row of a table, without its marks. */
export function cellsOf(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => plainText(cell.replace(/\\\|/g, '|')));
}

function saysNothing(name: string): boolean {
  return noNames.has(name) || name.split(' ').length > 6 || /^\d+$/.test(name);
}

/** What a name that stands alone is about: nothing for an identifier, the thing that is written about for words, else the page. */
function subjectOf({ title, headings }: Place, name: string): string {
  if (isIdentifier(name)) return '';
  return isDistinctive(name) ? thingAbout(title, headings, name) : fold(title);
}

/** Collects what one document states; the line of a name that it states twice differently is no statement. */
class ValueList {
  readonly #found = new Map<string, StatedValue | null>();

  add(place: Place, subject: string | null, name: string, written: string, line: number): void {
    const key = fold(name);
    const value = comparable(written);
    if (value === null || key === '' || saysNothing(key)) return;
    const about = subject === null ? subjectOf(place, name) : fold(subject);
    const environment = qualifierIn([place.title, ...place.headings, subject ?? '', name].join(' '));
    const full = environment === '' ? about : `${about} @${environment}`;
    const id = JSON.stringify([full, key]);
    const before = this.#found.get(id);
    const stated = { subject: full, key, value, shown: written.slice(0, 120), line };
    if (before === undefined) this.#found.set(id, stated);
    else if (before && before.value !== value) this.#found.set(id, null);
  }

  list(): readonly StatedValue[] {
    return [...this.#found.values()].flatMap((stated) => stated ?? []).slice(0, MOST_VALUES);
  }
}

function addTable(list: ValueList, place: Place, lines: readonly string[], block: Block): void {
  const head = cellsOf(lines[block.start - 1]!).slice(0, MOST_COLUMNS);
  if (head.length < 2) return;
  const plain = head.length === 2 && (valueWords.has(fold(head[1]!)) || head.every((cell) => cell === ''));
  for (let line = block.start + 2; line <= block.end; line += 1) {
    const [first = '', ...cells] = cellsOf(lines[line - 1]!);
    if (first === '') continue;
    cells.slice(0, head.length - 1).forEach((cell, at) => {
      const column = head[at + 1]!;
      const named = plain || valueWords.has(fold(column)) || nameWords.has(fold(head[0]!));
      if (named && at === 0) list.add(place, null, first, cell, line);
      else if (!named && isDistinctive(first)) list.add(place, first, column, cell, line);
    });
  }
}

function addText(list: ValueList, place: Place, lines: readonly string[], block: Block): void {
  for (let line = block.start; line <= block.end; line += 1) {
    const text = lines[line - 1]!.replace(/\\$/, '');
    if (text.length > 240) continue;
    const [, name, value] = DEFINITION.exec(text) ?? [];
    if (name && value) list.add(place, null, plainText(name), plainText(value), line);
  }
}

function addCode(list: ValueList, place: Place, lines: readonly string[], block: Block): void {
  for (let line = block.start + 1; line < block.end; line += 1) {
    const text = lines[line - 1]!;
    if (text.length > 240) continue;
    const [, name, value] = SETTING.exec(text) ?? [];
    if (name && value) list.add(place, null, name, value.replace(/\s+(?:#|\/\/).*$/, '').replace(/[;,]$/, ''), line);
  }
}

/** Values that a document of Markdown states under a name: in tables, definitions and settings in code. */
export function statedValues(
  lines: readonly string[],
  blocks: readonly Block[],
  title: string,
): readonly StatedValue[] {
  const list = new ValueList();
  const open: Block[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      while (open.length > 0 && open.at(-1)!.depth >= block.depth) open.pop();
      open.push(block);
      continue;
    }
    const place = { title, headings: open.map((heading) => plainText(heading.title)) };
    if (block.kind === 'table') addTable(list, place, lines, block);
    else if (block.kind === 'text') addText(list, place, lines, block);
    else if (block.kind === 'code') addCode(list, place, lines, block);
  }
  return list.list();
}
