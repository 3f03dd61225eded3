const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Variation_Selector}/gu;
const WORD = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`;
const WRITTEN = new RegExp(
  `\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b|\\b(\\d{1,2}) ${MONTH} (\\d{4})\\b`,
  'gi',
);

const iso = (year: string, month: number, day: string) =>
  `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;

/** Dates of any common form as ISO dates, so that no converter loses by how it writes a date. */
export function plainDates(value: string): string {
  return value
    .replace(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g, (_, month, day, year) => iso(year, Number(month), day))
    .replace(WRITTEN, (_, first, day, year, otherDay, second, otherYear) =>
      iso(year ?? otherYear, MONTHS.indexOf((first ?? second).toLowerCase().slice(0, 3)) + 1, day ?? otherDay),
    );
}

/** Words as they are compared: letters, digits and pictographs, without case, compatible forms made one. */
export function wordsOf(value: string): string[] {
  return plainDates(value).replace(UNSEEN, '').normalize('NFKC').toLowerCase().match(WORD) ?? [];
}

/** A line of words, for comparing a text as a whole. */
export const phrase = (value: string): string => wordsOf(value).join(' ');

/** The words of a text with a space at each end, so that whole words can be found in it. */
export const padded = (value: string): string => ` ${phrase(value)} `;

/** How often a phrase stands in a padded text. */
export function occurrences(text: string, wanted: string): number {
  const step = wanted.length + 1;
  let count = 0;
  for (let at = text.indexOf(` ${wanted} `); at >= 0; at = text.indexOf(` ${wanted} `, at + step)) count++;
  return count;
}

/** How often each value stands in a list. */
export function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
