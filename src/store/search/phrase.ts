import { withoutComments } from '../../core/comments.ts';
import type { ChunkRow } from './chunk-row.ts';
import { commonPairs, isSpaceless, isStopWord, type Occurrence, plainWords, termsOf } from './words.ts';

/** A quoted passage of a question. */
export interface Phrase {
  /** Terms by which chunks that may have it are found; none where all its words are too common to be indexed. */
  readonly occurrences: readonly Occurrence[];
  /** What a text must have as it is: words in lower case without accents, one space between them. */
  readonly words: string;
  /** Neighbours in it that leave no term. */
  readonly pairs: readonly string[];
}

/** Any two quotation marks, as keyboards and word processors of many languages make them. */
const quoted = /["“”„«»]([^"“”„«»]+)["“”„«»]/gu;

function asWritten(text: string): Pick<Phrase, 'words' | 'pairs'> {
  const words = plainWords(text);
  return { words, pairs: [...commonPairs(words)] };
}

/** A question of nothing but words that leave no term, as `who is who`, taken for a quoted passage; none otherwise. */
export function commonPhrase(question: string): readonly Phrase[] {
  const phrase = { occurrences: [], ...asWritten(question) };
  return phrase.pairs.length > 0 ? [phrase] : [];
}

/** The passages in quotation marks of a question. */
export function phrasesIn(text: string): readonly Phrase[] {
  return [...text.matchAll(quoted)]
    .map(([, inner]) => {
      // In capitals a stop word is taken for a name, such as IT; next to other words it is what it is in the text.
      const plain = inner!.replace(/\p{L}+/gu, (word) => (isStopWord(word) ? word.toLowerCase() : word));
      const { occurrences } = termsOf(plain);
      return {
        occurrences: occurrences.length > 0 ? occurrences : termsOf(inner!).occurrences,
        ...asWritten(inner!),
      };
    })
    .filter(({ words }) => words !== '');
}

/** Scripts without spaces have no ends of words to keep to. */
function hasPhrase(fields: readonly string[], { words }: Phrase): boolean {
  const [before, after] = [isSpaceless([...words][0]!) ? '' : ' ', isSpaceless([...words].at(-1)!) ? '' : ' '];
  const wanted = `${before}${words}${after}`;
  return fields.some((field) => ` ${plainWords(field)} `.includes(wanted));
}

/** Whether a chunk has every phrase word for word, each within one of its fields. */
export function hasPhrases(row: ChunkRow, phrases: readonly Phrase[]): boolean {
  const text = withoutComments(row.text, row.path);
  const fields = [row.title, ...row.heading_path, text, row.path, ...(row.source?.labels ?? [])];
  return phrases.every((phrase) => hasPhrase(fields, phrase));
}

/**
 * A regular expression of Postgres (to be matched without case) that every text of plain ASCII with the phrase
 * matches; null for a phrase of other letters.
 */
export function patternOf({ words }: Phrase): string | null {
  if (!/^[a-z0-9 ]+$/.test(words)) return null;
  return `(^|[^a-z0-9])${words.replaceAll(' ', '[^a-z0-9]+')}([^a-z0-9]|$)`;
}
