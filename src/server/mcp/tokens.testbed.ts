/** Numbers that look thrown and are the same every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % sides;
  };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const BASE64 = `${LETTERS}${LETTERS.toUpperCase()}${DIGITS}-_`;
const MARKS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

function drawn(alphabet: string, length: number, throwDie: (sides: number) => number): string {
  const characters = [...alphabet];
  return Array.from({ length }, () => characters[throwDie(characters.length)]!).join('');
}

function between(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join('');
}

function rows(count: number, row: (throwDie: (sides: number) => number, at: number) => string): string {
  const throwDie = dice(7);
  return Array.from({ length: count }, (_, at) => row(throwDie, at)).join('\n');
}

/** Letters of scripts other than Latin, first and last. */
const SCRIPTS = {
  Cyrillic: [0x430, 0x44f],
  'Cyrillic capitals': [0x410, 0x44f],
  Greek: [0x3b1, 0x3c9],
  Arabic: [0x621, 0x64a],
  Hebrew: [0x5d0, 0x5ea],
  Devanagari: [0x904, 0x94d],
  Thai: [0xe01, 0xe3a],
  Armenian: [0x561, 0x586],
  Georgian: [0x10d0, 0x10f0],
  Bengali: [0x985, 0x9b9],
  Tamil: [0xb85, 0xbcd],
  Syriac: [0x710, 0x72f],
  'Latin with marks': [0x100, 0x17f],
  'Vietnamese letters': [0x1ea0, 0x1ef9],
  'rare Latin': [0x180, 0x24f],
} as const;

const inScripts = Object.entries(SCRIPTS).flatMap(([name, [first, last]]) => {
  const letters = [...between(first, last)].filter((letter) => /\p{L}|\p{M}/u.test(letter)).join('');
  const words = () => rows(1, (die) => Array.from({ length: 200 }, () => drawn(letters, 2 + die(9), die)).join(' '));
  return [
    [`${name} in a row`, () => drawn(letters, 800, dice(3))],
    [`${name} in words`, words],
  ] as const;
});

const of = (alphabet: string, length = 800) => drawn(alphabet, length, dice(3));

/** Hostile and tabular texts. */
export const generated: Readonly<Record<string, () => string>> = {
  'commit hashes': () => rows(20, (die) => drawn(HEX, 40, die)),
  base64: () => of(BASE64),
  'random letters': () => of(LETTERS),
  'random words': () => rows(100, (die) => drawn(LETTERS, 2 + die(9), die)),
  'loud words': () => rows(100, (die) => drawn(LETTERS.toUpperCase(), 2 + die(9), die)),
  digits: () => of(DIGITS),
  'one letter': () => 'a'.repeat(2_000),
  marks: () => of(MARKS),
  'quotation marks': () => '"'.repeat(800),
  'table of numbers': () =>
    rows(40, (die, at) => `| ${at} | ${drawn(LETTERS, 6, die)} | ${die(9_999)}.${at} | **x** | \`${die(99)}ms\` |`),
  addresses: () =>
    rows(20, (die) => `https://wiki.example/spaces/ENG/pages/${die(9_999_999)}/${drawn(LETTERS, 7, die)}?x=%E3%81%82`),
  'percent escapes': () => rows(100, (die) => `%${drawn(HEX.toUpperCase(), 2, die)}`),
  'snake case': () => rows(80, (die) => `${drawn(LETTERS, 5, die)}_${drawn(LETTERS, 4, die).toUpperCase()}`),
  'any Han': () => of(between(0x4e00, 0x9fff), 500),
  'rare Han': () => of(between(0x2_0000, 0x2_0500), 200),
  kana: () => of(between(0x3041, 0x3096), 500),
  'any Hangul': () => of(between(0xac00, 0xd7a3), 500),
  emoji: () => of(between(0x1_f300, 0x1_f5ff), 300),
  'box drawing': () => of(between(0x2500, 0x256f), 300),
  'rare scripts': () => of(between(0x1200, 0x13ff), 300),
  'private characters': () => of(between(0xe000, 0xe7ff), 200),
  'controls in JSON': () => of(between(1, 31), 300),
  'direction marks': () => of('\u202e\u200b\ufeff\u00ad\u2060', 200),
  ...Object.fromEntries(inScripts),
};

/** Tokens of the JSON of each, counted with o200k_base. */
export const generatedTokens: Readonly<Record<string, number>> = {
  'commit hashes': 508,
  base64: 539,
  'random letters': 415,
  'random words': 426,
  'loud words': 454,
  digits: 269,
  'one letter': 252,
  marks: 563,
  'quotation marks': 801,
  'table of numbers': 971,
  addresses: 545,
  'percent escapes': 332,
  'snake case': 524,
  'any Han': 964,
  'rare Han': 790,
  kana: 567,
  'any Hangul': 1115,
  emoji: 662,
  'box drawing': 575,
  'rare scripts': 667,
  'private characters': 578,
  'controls in JSON': 800,
  'direction marks': 235,
  'Cyrillic in a row': 582,
  'Cyrillic in words': 923,
  'Cyrillic capitals in a row': 724,
  'Cyrillic capitals in words': 1096,
  'Greek in a row': 647,
  'Greek in words': 1001,
  'Arabic in a row': 775,
  'Arabic in words': 1145,
  'Hebrew in a row': 572,
  'Hebrew in words': 939,
  'Devanagari in a row': 879,
  'Devanagari in words': 1359,
  'Thai in a row': 829,
  'Thai in words': 1353,
  'Armenian in a row': 716,
  'Armenian in words': 1115,
  'Georgian in a row': 690,
  'Georgian in words': 1041,
  'Bengali in a row': 924,
  'Bengali in words': 1325,
  'Tamil in a row': 895,
  'Tamil in words': 1412,
  'Syriac in a row': 1602,
  'Syriac in words': 2583,
  'Latin with marks in a row': 1096,
  'Latin with marks in words': 1706,
  'Vietnamese letters in a row': 975,
  'Vietnamese letters in words': 1588,
  'rare Latin in a row': 1550,
  'rare Latin in words': 2446,
};
