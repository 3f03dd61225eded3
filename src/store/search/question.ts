import { type Occurrence, termsOf } from './words.ts';

/** One word of a question and the terms that stand for it. */
export interface Wanted {
  readonly term: string;
  /** Longer words that begin like it count too. */
  readonly prefix: boolean;
}

/** A text as it is asked for. */
export interface Question {
  readonly wanted: readonly Wanted[];
  /** Quoted passages: their terms stand one after another. */
  readonly phrases: readonly (readonly Occurrence[])[];
  /** Words as typed, for exact matches of names: only such as have a capital inside, a digit or a sign. */
  readonly names: readonly string[];
}

const MOST_WORDS = 24;
const LONGEST_QUESTION = 2000;
const quoted = /["“„«]([^"“”„«»]+)["”“»]/gu;
const name = /\S*(?:\p{Ll}\p{Lu}|\p{L}\p{N}|\p{N}\p{L}|[\p{L}\p{N}][_./:\\#@-][\p{L}\p{N}])\S*/gu;

/** Reads a question: words, `"quoted passages"`, and `begin*`. */
export function readQuestion(text: string): Question {
  const asked = text.slice(0, LONGEST_QUESTION);
  const phrases = [...asked.matchAll(quoted)]
    .map((match) => termsOf(match[1]!).occurrences)
    .filter((phrase) => phrase.length > 0);
  const prefixes = new Set([...asked.matchAll(/([\p{L}\p{N}]{2,})\*/gu)].flatMap((match) => lastTerm(match[1]!)));
  const wanted = new Map<string, Wanted>();
  for (const { term } of termsOf(asked).occurrences)
    if (!wanted.has(term)) wanted.set(term, { term, prefix: prefixes.has(term) });
  const names = [...asked.matchAll(name)].map(([found]) => found.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  return { wanted: [...wanted.values()].slice(0, MOST_WORDS), phrases, names: [...new Set(names)] };
}

function lastTerm(word: string): readonly string[] {
  return termsOf(word).occurrences.map(({ term }) => term);
}
