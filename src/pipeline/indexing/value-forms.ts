import { durationOf, inBaseUnit } from './units.ts';

/** Text in which names are compared: lower case, single spaces, no marks around it. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$/gu, '')
    .slice(0, 120);
}

/** Whether a name can be taken for the same thing on every page: it is made of parts. */
export function isDistinctive(name: string): boolean {
  return /[\p{L}\p{N}][\s_.\-/][\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{L}\p{N}/u.test(name.trim());
}

const environments: readonly (readonly [RegExp, string])[] = [
  [/\b(?:prod|production|live)\b/i, 'production'],
  [/\b(?:stage|staging|pre-?prod|uat)\b/i, 'staging'],
  [/\b(?:dev|development|local|localhost|sandbox)\b/i, 'development'],
  [/\b(?:test|tests|testing|qa|ci)\b/i, 'test'],
  [/\b(?:eu|us|ap|ca|sa|me|af)-(?:north|south|east|west|central)[a-z]*-?\d?\b/i, 'region'],
];

/** Environments that words name; values of different ones do not contradict each other. */
export function qualifierIn(words: string): string {
  return environments.flatMap(([pattern, name]) => (pattern.test(words) ? [name] : [])).join('+');
}

const yes = new Set(['yes', 'true', 'on', 'enabled', 'enable']);
const no = new Set(['no', 'false', 'off', 'disabled', 'disable']);
const PLACEHOLDER =
  /[<>{}$…]|\.\.\.|^(?:x+|-+|n\/?a|tbd|todo|changeme|unknown|none|example.*|your[- _].*|\?+|varies|see .*)$/i;
const NUMBER = /^([~<>≤≥]?)\s*([+-]?\d[\d,' ]*(?:\.\d+)?)\s*([a-zµ°%/]{0,14})$/i;

/** A number with its unit in one way of writing; null where the text is none. */
function numberOf(text: string): string | null {
  const [, sign, digits, unit = ''] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return durationOf(text);
  const value = Number(digits.replace(/[,' ]/g, ''));
  return Number.isNaN(value) ? null : `${sign}${inBaseUnit(value, unit)}`;
}

/**
 * A value in the form in which two are compared: numbers without grouping and in one unit of time or size, yes and
 * no in one way of writing. null: no value that two pages could contradict each other in, such as prose or a placeholder.
 */
export function comparable(written: string): string | null {
  const text = written
    .normalize('NFKC')
    .replace(/\s*\([^)]*\)\s*$/, '')
    .replace(/^[`"'*_\s]+|[`"'*_\s.;,]+$/g, '')
    .trim();
  if (text === '' || text.length > 60 || PLACEHOLDER.test(text)) return null;
  const lower = text.toLowerCase();
  if (yes.has(lower)) return 'yes';
  if (no.has(lower)) return 'no';
  const number = numberOf(text);
  if (number !== null) return number;
  const words = lower.split(/\s+/);
  return words.length > 4 || /[,;]/.test(text) ? null : words.join(' ');
}
