import type { ChunkMatch } from '../../core/ports/chunk-index.ts';
import { Problem } from '../../core/problem.ts';

/** A place in a document: 1-based line, and characters of it that come before. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Some lines of a document. `next` null: the end is reached. */
export interface TextPart {
  readonly text: string;
  readonly lines: readonly [number, number];
  readonly next: Place | null;
}

/**
 * The lines of a document as its chunks hold them, from line 1 on. Lines that no chunk holds are empty:
 * blank ones, and the head of a mirrored page.
 */
export function linesOfChunks(
  chunks: readonly Pick<ChunkMatch, 'text' | 'startLine' | 'endLine'>[],
): readonly string[] {
  const lines: string[] = [];
  for (const { text, startLine, endLine } of chunks) {
    while (lines.length < endLine) lines.push('');
    if (startLine === endLine) lines[startLine - 1] += text;
    else for (const [index, line] of text.split('\n').entries()) lines[startLine - 1 + index] = line;
  }
  return lines;
}

/** First line that holds anything. */
export function firstLine(lines: readonly string[]): number {
  const index = lines.findIndex((line) => line !== '');
  return index < 0 ? 1 : index + 1;
}

/**
 * Refuses lines that a document does not have, or that hold nothing that is shown. Throws Problem `no-such-lines`.
 */
export function checkLines(lines: readonly string[], from: number | undefined, to: number | undefined): void {
  const first = firstLine(lines);
  const last = Math.max(1, lines.length);
  const start = from ?? first;
  if (start <= last && (to === undefined || (to >= start && to >= first))) return;
  throw new Problem({
    code: 'no-such-lines',
    message:
      to !== undefined && from !== undefined && to < from
        ? 'The last line that was asked for comes before the first.'
        : 'The document has no text at those lines.',
    status: 400,
    hint: `Its text stands on lines ${first} to ${last}: ask for some of them.`,
  });
}

/** As many whole lines from a place on as fit into `characters`, up to line `last`; of a longer line a part. */
export function partOf(lines: readonly string[], from: Place, last: number, characters: number): TextPart {
  const end = Math.min(last, lines.length);
  let text = '';
  let at = from.line;
  for (; at <= end; at += 1) {
    const line = lines[at - 1]!.slice(at === from.line ? from.column : 0);
    const left = characters - text.length - (at > from.line ? 1 : 0);
    // No answer holds such a line whole: it is begun where much of the room is left.
    const isBegun = line.length > characters && (at === from.line || left > characters / 2);
    if (line.length > left && !isBegun) break;
    if (isBegun) {
      const room = /[\ud800-\udbff]/.test(line[left - 1]!) ? left - 1 : left;
      const column = (at === from.line ? from.column : 0) + room;
      const head = at === from.line ? '' : `${text}\n`;
      return { text: head + line.slice(0, room), lines: [from.line, at], next: { line: at, column } };
    }
    text += at === from.line ? line : `\n${line}`;
  }
  const next = at <= end ? { line: at, column: 0 } : null;
  return { text, lines: [from.line, Math.max(from.line, at - 1)], next };
}
