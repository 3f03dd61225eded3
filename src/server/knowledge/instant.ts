import { Problem } from '../../core/problem.ts';

/** Days outside of these years are no days of a page, and the store does not count them all. */
const FIRST = Date.UTC(1000, 0, 1);
const LAST = Date.UTC(9999, 11, 31);

/** A day or moment that a caller sent, as ISO 8601 in UTC. Throws Problem `bad-time`. */
export function instantOf(text: string): string {
  const time = Date.parse(text);
  if (time >= FIRST && time <= LAST) return new Date(time).toISOString();
  throw new Problem({
    code: 'bad-time',
    message: 'A time that was sent is none of the years 1000 to 9999.',
    status: 400,
    hint: 'Send a date or time such as 2026-05-01 or 2026-05-01T12:00:00Z, or leave it out.',
  });
}
