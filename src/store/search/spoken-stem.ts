// Articles and pronouns that are written as one with a word: cspell:ignore cdjlmnst jusqu lorsqu puisqu cdlmnstv dall sull anch
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { functionWords, type Language } from './function-words.ts';

/** Snowball's algorithms (https://snowballstem.org/algorithms/); each takes a word in lower case with its accents. */
const stemmers: Readonly<Record<Language, (word: string) => string>> = {
  de: german,
  fr: french,
  es: spanish,
  pt: portuguese,
  it: italian,
  nl: dutch,
  sv: swedish,
  no: norwegian,
  da: danish,
  fi: finnish,
  ru: russian,
};

const CACHED_WORDS = 10_000;
const SHORTEST = 2;
const LONGEST = 60;
/** Articles and pronouns that French and Italian write as one with the word. */
const elided: Partial<Record<Language, RegExp>> = {
  fr: /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]/,
  it: /^(?:[cdlmnstv]|un|all|dall|dell|nell|sull|quest|quell|com|dov|anch)['’]/,
};

const caches = new Map<Language, Map<string, string | null>>();

function read(word: string, language: Language): string | null {
  const bare = word.replace(elided[language] ?? /^$/, '');
  if (bare.length < SHORTEST || bare.length > LONGEST || /['’]/.test(bare)) return null;
  return functionWords.get(language)!.has(bare) ? null : stemmers[language](bare);
}

/** The stem of a word of this language, accents kept; null for one that says nothing, or is none. */
export function spokenStem(text: string, language: Language): string | null {
  const word = text.normalize('NFC').toLowerCase();
  const cache = caches.get(language) ?? new Map<string, string | null>();
  caches.set(language, cache);
  const known = cache.get(word);
  if (known !== undefined) return known;
  const stem = read(word, language);
  if (cache.size >= CACHED_WORDS) cache.clear();
  // A piece of a text would keep all of the text in memory for as long as it is known: this is a copy.
  if (word.length <= LONGEST) cache.set(Buffer.from(word).toString(), stem);
  return stem;
}
