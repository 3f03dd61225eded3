/** Longest question that is searched for, in characters. */
export const LONGEST_QUESTION = 2_000;

const common = new Set(
  (
    'a about an and any are as at be because been but by can could did do does doing for from had has have having he her him his how i if in ' +
    'into is it its just like may me might more most my no nor of on or our please shall she should so some such tell than that the their them ' +
    'then there these they this those to too us was we were what when where which while who whom whose why will with would you your'
  ).split(' '),
);

/**
 * The words of a question that are worth searching for, in its order, each once. Phrases in quotation marks
 * stay as they are, in plain quotation marks whatever their form. A question of common words alone keeps them. Never empty for a question that has a word.
 */
export function searchTextOf(question: string): string {
  const text = question.slice(0, LONGEST_QUESTION).normalize('NFC');
  const parts = text.replace(/[“”„«»]/gu, '"').match(/"[^"\n]*[\p{L}\p{N}][^"\n]*"|[^\s"]+/gu) ?? [];
  const words = parts
    .map((part) => (part.startsWith('"') ? part : part.replace(/^[^\p{L}\p{N}_@$#./-]+|[^\p{L}\p{N}_)+#]+$/gu, '')))
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
  const telling = words.filter((word) => !common.has(word.toLowerCase().replace(/['’]s$/, '')));
  const kept = telling.length > 0 ? telling : words;
  const seen = new Set<string>();
  return kept.filter((word) => !seen.has(word.toLowerCase()) && seen.add(word.toLowerCase())).join(' ');
}
