const vowels = 'aeiouy';
const isVowel = (letter: string | undefined): boolean => letter !== undefined && vowels.includes(letter);
/** A map, since words such as `constructor` are names that every object has. */
const exceptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    skis: 'ski',
    skies: 'sky',
    dying: 'die',
    lying: 'lie',
    tying: 'tie',
    idly: 'idl',
    gently: 'gentl',
    ugly: 'ugli',
    early: 'earli',
    only: 'onli',
    singly: 'singl',
  }),
);
const unchanged = new Set('sky news howe atlas cosmos bias andes'.split(' '));
const finished = new Set('inning outing canning herring earring proceed exceed succeed'.split(' '));
const doubles = new Set('bb dd ff gg mm nn pp rr tt'.split(' '));

/** Suffixes of step 2 with what stands for them, longest first. */
const second: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['iveness', 'ive'],
  ['ization', 'ize'],
  ['ousness', 'ous'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['tional', 'tion'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ation', 'ate'],
  ['entli', 'ent'],
  ['fulli', 'ful'],
  ['iviti', 'ive'],
  ['ousli', 'ous'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['anci', 'ance'],
  ['ator', 'ate'],
  ['enci', 'ence'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];
const third: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const fourth = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic'.split(' ');

/** Where the part after the first non-vowel that follows a vowel begins, from `start` on. */
function regionAfter(word: string, start: number): number {
  for (let at = start + 1; at < word.length; at += 1) if (!isVowel(word[at]) && isVowel(word[at - 1])) return at + 1;
  return word.length;
}

function firstRegion(word: string): number {
  const prefix = /^(?:gener|commun|arsen)/.exec(word)?.[0];
  return prefix ? prefix.length : regionAfter(word, 0);
}

function endsShort(word: string): boolean {
  if (word.length === 2) return isVowel(word[0]) && !isVowel(word[1]);
  const [before, middle, last] = word.slice(-3);
  return word.length > 2 && !isVowel(before) && isVowel(middle) && !isVowel(last) && !'wxY'.includes(last!);
}

function hasVowel(text: string): boolean {
  return /[aeiouy]/.test(text);
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  if (/(?:us|ss)$/.test(word) || !word.endsWith('s')) return word;
  return hasVowel(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

function withoutEnding(word: string, r1: number): string {
  const eed = /eed(?:ly)?$/.exec(word);
  if (eed) return eed.index >= r1 ? `${word.slice(0, eed.index)}ee` : word;
  const found = /(?:ed|ing)(?:ly)?$/.exec(word);
  if (!found || !hasVowel(word.slice(0, found.index))) return word;
  const base = word.slice(0, found.index);
  if (/(?:at|bl|iz)$/.test(base)) return `${base}e`;
  if (doubles.has(base.slice(-2))) return base.slice(0, -1);
  return endsShort(base) && r1 >= base.length ? `${base}e` : base;
}

function replaceSecond(word: string, r1: number): string {
  const rule = second.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const [suffix, by] = rule;
  const at = word.length - suffix.length;
  if (at < r1) return word;
  if (suffix === 'ogi' && word[at - 1] !== 'l') return word;
  if (suffix === 'li' && !'cdeghkmnrt'.includes(word[at - 1] ?? ' ')) return word;
  return word.slice(0, at) + by;
}

function replaceThird(word: string, r1: number, r2: number): string {
  const rule = third.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const at = word.length - rule[0].length;
  return at < r1 || (rule[0] === 'ative' && at < r2) ? word : word.slice(0, at) + rule[1];
}

function dropFourth(word: string, r2: number): string {
  const suffix = fourth.find((each) => word.endsWith(each));
  if (suffix === undefined) return word;
  const at = word.length - suffix.length;
  if (at < r2 || (suffix === 'ion' && !'st'.includes(word[at - 1] ?? ' '))) return word;
  return word.slice(0, at);
}

function dropLast(word: string, r1: number, r2: number): string {
  const at = word.length - 1;
  if (word[at] === 'e') return at >= r2 || (at >= r1 && !endsShort(word.slice(0, at))) ? word.slice(0, at) : word;
  return word[at] === 'l' && at >= r2 && word[at - 1] === 'l' ? word.slice(0, at) : word;
}

/**
 * The stem of a lower-case English word by the Porter2 algorithm
 * (https://snowballstem.org/algorithms/english/stemmer.html). Other words only lose what looks English.
 */
export function stem(text: string): string {
  if (text.length < 3 || unchanged.has(text)) return text;
  const exception = exceptions.get(text);
  if (exception !== undefined) return exception;
  let word = text.replace(/^y|(?<=[aeiouy])y/g, 'Y');
  const r1 = firstRegion(word);
  const r2 = regionAfter(word, r1);
  word = withoutPlural(word);
  if (finished.has(word)) return word;
  word = withoutEnding(word, r1);
  if (word.length > 2 && /[^aeiouy][yY]$/.test(word)) word = `${word.slice(0, -1)}i`;
  word = replaceSecond(word, r1);
  word = replaceThird(word, r1, r2);
  word = dropFourth(word, r2);
  return dropLast(word, r1, r2).toLowerCase();
}
