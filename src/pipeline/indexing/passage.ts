import type { Chunk } from '../../core/chunk.ts';

/** Lines that shall stand in one chunk, 1-based and inclusive. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly path: readonly string[];
}

/** Characters of a run of lines. */
export function sizeOf(lines: readonly string[], start: number, end: number): number {
  let size = 0;
  for (let at = start; at <= end; at += 1) size += lines[at - 1]!.length + 1;
  return size;
}

/** Where to cut a line that is too long for itself: after a sentence, else a space, never inside a letter. */
function cutOf(line: string, from: number, target: number): number {
  if (line.length - from <= target) return line.length;
  const end = from + target;
  const half = from + target / 2;
  const piece = line.slice(from, end);
  const sentence = Math.max(
    ...['. ', '? ', '! ', '。', '; '].map((mark) => piece.lastIndexOf(mark) + mark.trimEnd().length),
  );
  if (from + sentence > half) return from + sentence;
  const space = piece.lastIndexOf(' ');
  if (from + space > half) return from + space + 1;
  const last = line.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

function piecesOf(line: string, target: number): readonly string[] {
  const pieces: string[] = [];
  for (let from = 0; from < line.length; ) {
    const to = cutOf(line, from, target);
    pieces.push(line.slice(from, to));
    from = to;
  }
  return pieces;
}

/** Collects chunks in order; lines around them that hold nothing are left out. */
export class ChunkList {
  readonly #lines: readonly string[];
  readonly #target: number;
  readonly chunks: Chunk[] = [];

  constructor(lines: readonly string[], targetCharacters: number) {
    this.#lines = lines;
    this.#target = targetCharacters;
  }

  #isBlank(line: number): boolean {
    return this.#lines[line - 1]!.trim() === '';
  }

  #push(path: readonly string[], text: string, startLine: number, endLine: number): void {
    if (text.trim() === '') return;
    this.chunks.push({ ordinal: this.chunks.length, headingPath: path, text, startLine, endLine });
  }

  /** Adds the lines as they stand, or as pieces where they are one line that is far too long. */
  add(unit: Unit): void {
    let { start, end } = unit;
    while (start < end && this.#isBlank(start)) start += 1;
    while (end > start && this.#isBlank(end)) end -= 1;
    const text = this.#lines.slice(start - 1, end).join('\n');
    if (start === end && text.length > 2 * this.#target)
      for (const piece of piecesOf(text, this.#target)) this.#push(unit.path, piece, start, end);
    else this.#push(unit.path, text, start, end);
  }
}

/** Cuts a run of lines at the best line ends so that no part is much above the target. `isGoodStart`: a part may begin here. */
export function splitLines(
  lines: readonly string[],
  unit: Unit,
  target: number,
  isGoodStart: (line: string) => boolean,
): readonly Unit[] {
  const parts: Unit[] = [];
  let start = unit.start;
  let size = 0;
  let good = -1;
  for (let at = unit.start; at <= unit.end; at += 1) {
    const length = lines[at - 1]!.length + 1;
    if (at > start && size + length > target) {
      const cut = good > start && sizeOf(lines, start, good - 1) > target / 3 ? good : at;
      parts.push({ start, end: cut - 1, path: unit.path });
      start = cut;
      size = sizeOf(lines, start, at - 1);
      good = -1;
    }
    if (at > start && isGoodStart(lines[at - 1]!)) good = at;
    size += length;
  }
  parts.push({ start, end: unit.end, path: unit.path });
  return parts;
}
