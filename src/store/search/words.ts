import type { Language } from './function-words.ts';
import { spokenStem } from './spoken-stem.ts';
import { stem } from './stem.ts';

/** A term of a text at its place, counted in words. */
export interface Occurrence {
  readonly term: string;
  readonly place: number;
}

const LONGEST_TERM = 64;
const CACHED_WORDS = 10_000;
/** Longer ones are hardly ever met again. */
const LONGEST_CACHED = 64;
const stopWords = new Set(
  `a about after all also am an and any are as at be been before being both but by can could did do does doing down
  during each few for from further had has have having he her here hers him his how i if in into is it its just me more
  most my no nor not now of off on once only or other our out over own same she should so some such than that the their
  them then there these they this those through to too under until up very was we were what when where which while who
  whom why will with would you your`.split(/\s+/),
);
const unfolded: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const compound = /[\p{L}\p{N}\p{M}]+(?:[_.\-/\\:@#'’]+[\p{L}\p{N}\p{M}]+)*/gu;
const simpleWord = /^[a-z0-9]+$/;
const spaceless = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}ー]/u;
const spacelessRun = new RegExp(`${spaceless.source}+`, 'gu');

/** Lower case, compatibility forms and accents folded: what reads the same is the same. */
export function fold(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  // biome-ignore format: one look at plain ASCII saves the rest
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  return lower
    .replace(/[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]\p{M}*/gu, (letter) =>
      letter.normalize('NFD').replace(/\p{M}/gu, ''),
    )
    .replace(/[ßøæœłđðþı]/g, (letter) => unfolded[letter]!);
}

/** Parts of a name: humps, and what separators separate. */
function partsOf(token: string): readonly string[] {
  if (simpleWord.test(token)) return [token];
  return token
    .replace(/['’](?=s\b)s|(?<=\p{L})['’](?=\p{L})/gu, '')
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((part) => part !== '');
}

/** Overlapping pairs of letters for scripts that put no spaces between words. */
function pairsOf(run: string): readonly string[] {
  const letters = [...run];
  return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => letters[at]! + letter);
}

/** Whether a word is one that leaves no term, such as "the". */
export function isStopWord(word: string): boolean {
  return stopWords.has(fold(word));
}

/** The words of a text as they are written, in lower case without accents, one space between them. */
export function plainWords(text: string): string {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/**
 * Neighbours that are both words which leave no term, as `to be`: by them a text is found that has nothing else of a
 * quoted passage. Of `plainWords`.
 */
export function commonPairs(plain: string): ReadonlySet<string> {
  const found = new Set<string>();
  let before: string | null = null;
  for (const word of plain.split(' ')) {
    const isCommon = stopWords.has(word);
    if (isCommon && before !== null) found.add(`${before} ${word}`);
    before = isCommon ? word : null;
  }
  return found;
}

/** Whether a letter is of a script that puts no spaces between words. */
export function isSpaceless(letter: string): boolean {
  return spaceless.test(letter);
}

/** Terms of one part, each with how many words after the part's start it stands; null for a word that says nothing. */
function readPart(part: string): readonly string[] | null {
  const folded = fold(part);
  if (stopWords.has(folded) && (part.length < 2 || part !== part.toUpperCase())) return null;
  const runs = folded.match(spacelessRun);
  if (!runs) return folded.length > LONGEST_TERM ? [] : [/\d/.test(folded) ? folded : stem(folded)];
  const rest = folded.replace(spacelessRun, ' ').trim().split(/\s+/);
  return [...runs.flatMap(pairsOf), ...rest.filter((word) => word !== '').map(stem)];
}

interface Word {
  readonly terms: readonly { readonly term: string; readonly after: number }[];
  /** Places that the word takes. */
  readonly width: number;
}

function readWord(token: string): Word {
  const terms: { term: string; after: number }[] = [];
  const parts = partsOf(token);
  let width = 0;
  for (const part of parts) {
    const found = readPart(part);
    for (const term of found ?? []) {
      terms.push({ term, after: width });
      width += 1;
    }
    if (!found) width += 1;
    const name = /^(\p{L}{3,})\p{N}+$/u.exec(part)?.[1];
    if (name) terms.push({ term: stem(fold(name)), after: width - 1 });
  }
  if (parts.length > 1) {
    const joined = [token, ...token.split(/[/\\]+/)]
      .map(partsOf)
      .filter((name) => name.length > 1)
      .map((name) => fold(name.join('')));
    for (const term of new Set(joined))
      if (term.length <= LONGEST_TERM && !spaceless.test(term)) terms.push({ term, after: 0 });
  }
  return { terms: terms.filter(({ term }) => term !== ''), width: Math.max(width, 1) };
}

const cache = new Map<string, Word>();

function wordOf(token: string): Word {
  if (token.length > LONGEST_CACHED) return readWord(token);
  const known = cache.get(token);
  if (known) return known;
  // A piece of a text is a view of it, and would keep all of it in memory for as long as it is known: this is a copy.
  const own = Buffer.from(token).toString();
  const word = readWord(own);
  if (cache.size >= CACHED_WORDS) cache.clear();
  cache.set(own, word);
  return word;
}

const SPOKEN = '~';
const spokenToken = /^[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*$/u;
const humped = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u;
const cyrillic = /\p{sc=Cyrillic}/u;

/** Whether a term is the stem of a word in a language other than English. */
export function isSpoken(term: string): boolean {
  return term.includes(SPOKEN, 1);
}

/** A term without what says of which language it is. */
export function bareTerm(term: string): string {
  return isSpoken(term) ? term.slice(0, term.lastIndexOf(SPOKEN)) : term;
}

/** Stems of a word that is no name, each with how many words after its start it stands. */
function spokenTerms(token: string, languages: readonly Language[]): Word['terms'] {
  if (!spokenToken.test(token) || humped.test(token) || spaceless.test(token)) return [];
  return token.split('-').flatMap((part, after) =>
    languages.flatMap((language) => {
      const found = cyrillic.test(part) === (language === 'ru') ? spokenStem(part, language) : null;
      return found === null ? [] : [{ term: `${fold(found)}${SPOKEN}${language}`, after }];
    }),
  );
}

/**
 * Terms of a text in order. A name such as `getUserById` or `src/a-b.ts` stands as its parts and
 * joined (`getuserbyid`), so that every way of writing it finds every other; words without spaces
 * between them stand as overlapping pairs; English stop words take a place and leave no term. Words of
 * `languages` stand as their stem in each besides, with the language behind it, so that no stem is taken
 * for a word of another language.
 */
export function termsOf(
  text: string,
  firstPlace = 1,
  languages: readonly Language[] = [],
): { readonly occurrences: readonly Occurrence[]; readonly next: number } {
  const occurrences: Occurrence[] = [];
  let place = firstPlace;
  for (const [token] of text.normalize('NFKC').matchAll(compound)) {
    const { terms, width } = wordOf(token);
    for (const { term, after } of terms) occurrences.push({ term, place: place + after });
    if (languages.length > 0)
      for (const { term, after } of spokenTerms(token, languages)) occurrences.push({ term, place: place + after });
    place += width;
  }
  return { occurrences, next: place };
}
