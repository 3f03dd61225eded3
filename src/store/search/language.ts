import { functionWords, type Language, languages } from './function-words.ts';

/** Letters of a text that are read to know its language; more say the same. */
const READ = 6000;
/** A text tells its language by so many different function words of it, a short one by one less, */
const FEWEST_DIFFERENT = 3;
const SHORT_WORDS = 25;
/** and where they are at least this share of its words. */
const SMALLEST_SHARE = 0.08;
/** Languages that explain at least this share of what the best explains may be meant as well. */
const NEARLY = 0.5;

/** Function words of a question are not searched for where it has so many: one alone may be the name of something. */
const FEWEST_IDLE = 2;

export type Known = Language | 'en';

const speakers = new Map<string, Known[]>();
for (const [language, words] of functionWords)
  for (const word of words) speakers.set(word, [...(speakers.get(word) ?? []), language]);

function wordsIn(text: string): readonly string[] {
  const read = text.slice(0, READ).toLowerCase();
  // Most texts are plain ASCII, and reading them as such takes half the time.
  if (/^[\0-\x7f]*$/.test(read)) return read.match(/[a-z]+/g) ?? [];
  return read.normalize('NFC').match(/[\p{L}\p{M}]+/gu) ?? [];
}

/** How many words of a text are function words of a language, how many no other has, and how many different ones. */
interface Tally {
  count: number;
  own: number;
  different: number;
}

function heard(words: readonly string[]): ReadonlyMap<Known, Tally> {
  const times = new Map<string, number>();
  for (const word of words) if (speakers.has(word)) times.set(word, (times.get(word) ?? 0) + 1);
  const found = new Map<Known, Tally>();
  for (const [word, count] of times) {
    const spoken = speakers.get(word)!;
    for (const language of spoken) {
      const tally = found.get(language) ?? { count: 0, own: 0, different: 0 };
      tally.count += count;
      if (spoken.length === 1) tally.own += count;
      tally.different += 1;
      found.set(language, tally);
    }
  }
  return found;
}

/**
 * The language that a text is written in, by its function words. null: one that is not known here, or too little text
 * to tell. `expected` is what it is taken for unless it clearly is another.
 */
export function languageOf(text: string, expected: Known | null = null): Known | null {
  const words = wordsIn(text);
  const found = heard(words);
  const fewest = words.length > SHORT_WORDS ? FEWEST_DIFFERENT : FEWEST_DIFFERENT - 1;
  let best: Known | null = null;
  let most = { count: 0, own: 0 };
  for (const [language, { count, own, different }] of found) {
    if (different < fewest || count < SMALLEST_SHARE * words.length) continue;
    if (count < most.count || (count === most.count && own <= most.own)) continue;
    best = language;
    most = { count, own };
  }
  if (expected !== null && (found.get(expected)?.count ?? 0) >= NEARLY * most.count) return expected;
  return best;
}

/** In which languages a question may be meant. */
export interface Asked {
  readonly languages: readonly Language[];
  /** Function words of what it is most likely in, English left out: nothing is found by them. */
  readonly idle: ReadonlySet<string>;
}

/**
 * The languages that a question may be in: none but English where English explains it best, those that come near where
 * another does, and every one where nothing tells.
 */
export function languagesOf(question: string): Asked {
  const found = heard(wordsIn(question));
  const most = Math.max(0, ...languages.map((language) => found.get(language)?.count ?? 0));
  const english = found.get('en')?.count ?? 0;
  if (english > most) return { languages: [], idle: new Set() };
  if (most === 0) return { languages, idle: new Set() };
  const near = languages.filter((language) => (found.get(language)?.count ?? 0) >= NEARLY * most);
  if (english === most) return { languages: near, idle: new Set() };
  const likely = near.filter(
    (language) => found.get(language)!.count === most && found.get(language)!.different >= FEWEST_IDLE,
  );
  return { languages: near, idle: new Set(likely.flatMap((language) => [...functionWords.get(language)!])) };
}
