const LENGTH = 320;
const BEFORE = 90;

/** Markdown as running text, for reading in a list of results. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<[^>\n]+>/g, ' ')
    .replace(/!\[([^\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|>+|[-*+]|\d+\.)\s+/gm, '')
    .replace(/^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$/gm, '')
    .replace(/^\s*(?:```|~~~).*$/gm, '')
    .replace(/[|*`~]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const common = new Set(
  'and are but can did does for from had has have how its not our the was what when where who why will with you'.split(
    ' ',
  ),
);

/** Words of a question that are worth marking. */
export function wordsOf(question: string): readonly string[] {
  return question.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2 && !common.has(word.toLowerCase()));
}

/** The part of a passage around the first word that was asked for. */
export function snippetOf(markdown: string, question: string, title = ''): string {
  const whole = plainText(markdown);
  // The title stands above the snippet already.
  const text = title !== '' && whole.startsWith(title) ? whole.slice(title.length).trim() : whole;
  if (text.length <= LENGTH) return text;
  const lower = text.toLowerCase();
  const places = wordsOf(question)
    .map((word) => lower.indexOf(word.toLowerCase()))
    .filter((place) => place >= 0);
  const wanted = Math.max(0, Math.min(...places, text.length) - BEFORE);
  const from = places.length === 0 || wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1;
  const part = text.slice(from, from + LENGTH).replace(/\s\S*$/, '');
  return `${from > 0 ? '… ' : ''}${part}${from + part.length < text.length ? ' …' : ''}`;
}
