/** Dates and numbers as the reader's locale writes them. */

const locale = navigator.language;
const integer = new Intl.NumberFormat(locale);
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });

export function formatCount(value: number): string {
  return integer.format(value);
}

export function formatDateTime(iso: string): string {
  return dateTime.format(new Date(iso));
}

export function formatClock(iso: string): string {
  return clockTime.format(new Date(iso));
}

const spans: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** Distance from now, e.g. "2 hr. ago". */
export function formatAgo(iso: string, now: number): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  if (Math.abs(seconds) > 30 * 86_400)
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(iso));
  for (const [unit, size] of spans) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 5 ? relative.format(0, 'second') : relative.format(seconds, 'second');
}

function unit(value: number, name: string, digits = 0): string {
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: name,
    unitDisplay: 'narrow',
    maximumFractionDigits: digits,
  }).format(value);
}

/** A duration in milliseconds, e.g. "85ms", "1m 12s". */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 1000) return unit(Math.ceil(ms), 'millisecond');
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return unit(seconds, 'second', 1);
  if (seconds < 60) return unit(Math.round(seconds), 'second');
  if (seconds < 3600) return `${unit(Math.floor(seconds / 60), 'minute')} ${unit(Math.round(seconds % 60), 'second')}`;
  return `${unit(Math.floor(seconds / 3600), 'hour')} ${unit(Math.floor((seconds % 3600) / 60), 'minute')}`;
}

export function formatBytes(bytes: number): string {
  if (bytes >= 1_000_000) return unit(bytes / 1_000_000, 'megabyte', 1);
  return unit(Math.ceil(bytes / 1000), 'kilobyte');
}

/** First seven digits of a commit. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}
