import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../core/problem.ts';

const shape = z.strictObject({
  /** Fingerprint of what was asked. */
  of: z.string(),
  /** Items handed out, or the line to go on with. */
  at: z.number().int().min(0).max(10_000_000),
  /** Characters of that line that were handed out. */
  column: z.number().int().min(0).max(10_000_000),
  /** State of the index or document when the cursor was given. */
  state: z.string().nullable(),
});

export type CursorPlace = Omit<z.infer<typeof shape>, 'of'>;

function fingerprint(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 12);
}

function numberOf(text = ''): number {
  return /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
}

/** What tells one state of something from another, short enough for a cursor. */
export function stateMark(...parts: readonly string[]): string {
  return fingerprint(parts);
}

/** Where an answer goes on; holds only together with the same question. */
export function printCursor(asked: unknown, place: CursorPlace): string {
  const { at, column, state } = place;
  return [fingerprint(asked), at, column, ...(state === null ? [] : [encodeURIComponent(state)])].join('.');
}

/**
 * Throws Problem `bad-cursor` for one that was cut, changed, or given for another question, or that starts before
 * `first`: 0 where items are counted, 1 where lines are.
 */
export function readCursor(asked: unknown, cursor: string, first: 0 | 1 = 0): CursorPlace {
  const problem = new Problem({
    code: 'bad-cursor',
    message: 'This cursor does not belong to these arguments.',
    status: 400,
    hint: 'Send next_cursor unchanged and together with the same arguments, or leave it out to start again.',
  });
  const [of, at, column, ...state] = cursor.split('.');
  let read: ReturnType<typeof shape.safeParse>;
  try {
    const said = state.length === 0 ? null : decodeURIComponent(state.join('.'));
    read = shape.safeParse({ of, at: numberOf(at), column: numberOf(column), state: said });
  } catch {
    throw problem;
  }
  if (!read.success || read.data.of !== fingerprint(asked) || read.data.at < first) throw problem;
  const { of: _of, ...place } = read.data;
  return place;
}
