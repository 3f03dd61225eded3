/** Years outside this range are taken for a number that is no date. */
const MAX_MS = 253_402_300_799_999;

/**
 * ISO calendar date of a date node: milliseconds since 1970 (UTC), seconds where the number is too small for that, or
 * a date in ISO form. Null where the value is no date.
 */
export function isoDate(value: string | number): string | null {
  const plain = String(value).trim();
  const iso = /^(\d{4}-\d{2}-\d{2})(?:$|T)/.exec(plain);
  if (iso) return iso[1]!;
  if (!/^-?\d{1,16}$/.test(plain)) return null;
  const number = Number(plain);
  const ms = Math.abs(number) < 10_000_000_000 ? number * 1000 : number;
  return Math.abs(ms) > MAX_MS ? null : new Date(ms).toISOString().slice(0, 10);
}
