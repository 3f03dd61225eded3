interface Unit {
  readonly name: string;
  readonly factor: number;
}

const DAY = 86_400_000;

/** Times in milliseconds; months and years, which have no fixed length, in months. */
const times: readonly (readonly [RegExp, string, number])[] = [
  [/^(?:ns|nanos|nanoseconds?)$/, 'ms', 1e-6],
  [/^(?:us|µs|μs|micros|microseconds?)$/, 'ms', 1e-3],
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 'ms', 1],
  [/^(?:s|secs?|seconds?)$/, 'ms', 1_000],
  [/^(?:m|mins?|minutes?)$/, 'ms', 60_000],
  [/^(?:h|hrs?|hours?)$/, 'ms', 3_600_000],
  [/^(?:d|days?)$/, 'ms', DAY],
  [/^(?:w|wks?|weeks?)$/, 'ms', 7 * DAY],
  [/^months?$/, 'month', 1],
  [/^(?:y|yrs?|years?)$/, 'month', 12],
];
const sizes = ['', 'k', 'm', 'g', 't', 'p'];
const percents = new Set(['%', 'percent', 'per cent', 'pct']);

/** Bytes. People write MB for both a million and 2^20, so a size is the latter, and thousands of it are the next one. */
function sizeOf(unit: string): Unit | null {
  if (/^(?:M|G|T|P)i?$|^Ki$/.test(unit)) return bytes(unit[0]!);
  // A small b of `Mb` is a bit.
  if (/^(?:K|M|G|T|P)b$/.test(unit)) return null;
  const found = /^(k|m|g|t|p)?i?b$|^(?:(k)ilo|(m)ega|(g)iga|(t)era|(p)eta)?bytes?$/i.exec(unit);
  return found && bytes(found.slice(1).find((prefix) => prefix !== undefined) ?? '');
}

function bytes(prefix: string): Unit {
  return { name: 'B', factor: 1024 ** sizes.indexOf(prefix.toLowerCase()) };
}

function unitOf(written: string): Unit | null {
  const lower = written.toLowerCase();
  const size = sizeOf(written);
  if (size) return size;
  const [, name, factor] = times.find(([pattern]) => pattern.test(lower)) ?? [];
  return name === undefined ? null : { name, factor: factor! };
}

/** Without what computing with fractions adds. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** A number with its unit, such that the same amount in another unit reads the same: `2 s` and `2000 ms`. */
export function inBaseUnit(value: number, written: string): string {
  if (percents.has(written.toLowerCase())) return `${value}%`;
  const unit = unitOf(written);
  if (!unit) return `${value}${written.toLowerCase()}`;
  const { name } = unit;
  let { factor } = unit;
  let amount = value;
  if (name === 'B' && !/i/i.test(written.slice(0, 2)))
    for (; amount >= 1000 && amount % 1000 === 0 && factor >= 1024; amount /= 1000) factor *= 1024;
  return `${rounded(amount * factor)}${name}`;
}

/** A time of several parts, such as `1 h 30 min`; null for any other text. */
export function durationOf(text: string): string | null {
  if (!/^(?:\d{1,9}(?:\.\d{1,9})?\s?[a-z]{1,12}[\s,]{0,2}){2,4}$/i.test(text)) return null;
  let sum = 0;
  for (const [, digits, written] of text.matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi)) {
    const unit = unitOf(written!);
    if (unit?.name !== 'ms') return null;
    sum += Number(digits) * unit.factor;
  }
  return `${rounded(sum)}ms`;
}
