/** Longest wait that is believed; quotas of the products we read renew at least hourly. */
const LONGEST_WAIT_MS = 3_600_000;

type Headers = Readonly<Record<string, string>>;

/**
 * Milliseconds that a `Retry-After` header asks for: seconds or an HTTP date (RFC 9110, 10.2.3).
 * Null where it is absent, negative or no such value; at most one hour.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT_MS);
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), LONGEST_WAIT_MS);
}

/** Milliseconds until a reset given as ISO time, epoch seconds or seconds from now. Null where unreadable. */
function parseReset(value: string | undefined, now: number): number | null {
  if (value === undefined || value === '') return null;
  const number = Number(value);
  const at = Number.isNaN(number) ? Date.parse(value) : number > 1e9 ? number * 1000 : now + number * 1000;
  if (Number.isNaN(at)) return null;
  return Math.min(Math.max(at - now, 0), LONGEST_WAIT_MS);
}

function countOf(value: string | undefined): number | null {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
}

/**
 * How long a lane should rest after this answer although it was no refusal: until the reset where
 * nothing is left, and spread over the time that is left where the limit is near.
 */
export function restAfter(headers: Headers, now: number): number {
  const remaining = countOf(headers['x-ratelimit-remaining']);
  const reset = parseReset(headers['x-ratelimit-reset'], now);
  if (remaining === null || reset === null) return 0;
  if (remaining === 0) return reset;
  const near = headers['x-ratelimit-nearlimit']?.toLowerCase() === 'true';
  return near ? Math.min(reset / remaining, 5_000) : 0;
}

/** Wait that a refusal asks for; null where it names none. */
export function refusalWait(headers: Headers, now: number): number | null {
  const asked = parseRetryAfter(headers['retry-after'], now);
  if (asked !== null) return asked;
  return headers['x-ratelimit-remaining'] === '0' ? parseReset(headers['x-ratelimit-reset'], now) : null;
}
