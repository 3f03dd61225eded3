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

/** Where an answer goes on; holds only together with the same question. */
export function printCursor(asked: unknown, place: CursorPlace): string {
  return Buffer.from(JSON.stringify({ of: fingerprint(asked), ...place })).toString('base64url');
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
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw problem;
  }
  const read = shape.safeParse(value);
  if (!read.success || read.data.of !== fingerprint(asked) || read.data.at < first) throw problem;
  const { of: _of, ...place } = read.data;
  return place;
}
