import { type Asked, languagesOf } from './language.ts';
import { commonPhrase, type Phrase, phrasesIn } from './phrase.ts';
import { isSpoken, termsOf } from './words.ts';

/** One word of a question and the terms that stand for it. */
export interface Wanted {
  readonly term: string;
  /** The word's stems in other languages: found by any of them, it is found. */
  readonly spoken: readonly string[];
  /** Longer words that begin like it count too. */
  readonly prefix: boolean;
}

/** A text as it is asked for. */
export interface Question {
  readonly wanted: readonly Wanted[];
  /** Quoted passages: their words stand one after another, as they are. */
  readonly phrases: readonly Phrase[];
  /** Words as typed, for exact matches of names: only such as have a capital inside, a digit or a sign. */
  readonly names: readonly string[];
}

const MOST_WORDS = 24;
const LONGEST_QUESTION = 2000;
const name = /\S*(?:\p{Ll}\p{Lu}|\p{L}\p{N}|\p{N}\p{L}|[\p{L}\p{N}][_./:\\#@-][\p{L}\p{N}])\S*/gu;

/** Reads a question: words, `"quoted passages"`, and `begin*`. `whole` tells its language where `text` is only its words. */
export function readQuestion(text: string, whole: string = text): Question {
  const asked = text.slice(0, LONGEST_QUESTION);
  const prefixes = new Set([...asked.matchAll(/([\p{L}\p{N}]{2,})\*/gu)].flatMap((match) => lastTerm(match[1]!)));
  const wanted = wantedOf(asked, languagesOf(whole.slice(0, LONGEST_QUESTION)), prefixes);
  const names = [...asked.matchAll(name)].map(([found]) => found.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const quoted = phrasesIn(asked);
  const phrases = wanted.length === 0 && quoted.length === 0 ? commonPhrase(whole.slice(0, LONGEST_QUESTION)) : quoted;
  return { wanted: wanted.slice(0, MOST_WORDS), phrases, names: [...new Set(names)] };
}

function wantedOf(asked: string, { languages, idle }: Asked, prefixes: ReadonlySet<string>): readonly Wanted[] {
  const { occurrences } = termsOf(asked, 1, languages);
  const spokenAt = new Map<number, string[]>();
  for (const { term, place } of occurrences)
    if (isSpoken(term)) spokenAt.set(place, [...(spokenAt.get(place) ?? []), term]);
  const wanted = new Map<string, Wanted>();
  for (const { term, place } of occurrences) {
    if (isSpoken(term) || wanted.has(term)) continue;
    wanted.set(term, { term, spoken: spokenAt.get(place) ?? [], prefix: prefixes.has(term) });
  }
  const idleWords = (asked.match(/[\p{L}\p{M}]+/gu) ?? []).filter(
    (word) => word !== word.toUpperCase() && idle.has(word.normalize('NFC').toLowerCase()),
  );
  const idleTerms = new Set(termsOf(idleWords.join(' ')).occurrences.map(({ term }) => term));
  const telling = [...wanted.values()].filter(({ term, prefix }) => prefix || !idleTerms.has(term));
  return telling.length > 0 ? telling : [...wanted.values()];
}

function lastTerm(word: string): readonly string[] {
  return termsOf(word).occurrences.map(({ term }) => term);
}
