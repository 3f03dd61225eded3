import { wordsOf } from './snippet.ts';

/** Marks the words of a question in a text. */
export function Highlight({ text, words }: Readonly<{ text: string; words: string }>) {
  const terms = wordsOf(words);
  if (terms.length === 0) return text;
  const parts = text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${terms.join('|')})`, 'giu'));
  // Split by a group: every second part is a match.
  return parts.map((part, index) => (index % 2 === 1 ? <mark key={`${index}${part}`}>{part}</mark> : part));
}
