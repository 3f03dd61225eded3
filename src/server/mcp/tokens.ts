import { isEverydayCharacter } from './everyday-characters.ts';

/** Each letter with those that often follow it in words of European languages and in names in code. */
const FOLLOWERS =
  // cspell:disable-next-line
  'abcdfgiklmnprstuvwxy babdehijloprsu cacehikloprstuy dadegimorsuy eabcdefghilmnopqrstvwxy faefilortuy gaeghinorstu hadeikortu iabcdefgklmnoprstvz jes keiknsu ladeilostuy mabceimopsu nacdefgiklmnoprstuvwy oabcdefgiklmnoprstuvwxy paehilnoprstuy qru racdefgiklmnoprstuvy sacehikoprstuwy tacehiloprstuwxy uabcdegilmnprstux vaeioy waehilnors xapt yenopst ze';

const PAIRS = new Set(FOLLOWERS.split(' ').flatMap(([first, ...next]) => next.map((letter) => first + letter)));

/** Words as their case divides them, three digits at a time, spaces, marks, words of other scripts, all else alone. */
const PIECES = /[A-Z]*[a-zß-öø-ſḀ-ỿ]+|[A-ZÀ-ÖØ-Þ]+|[0-9]{1,3}| +|[!-/:-@[-`{-~]+|[\u0370-\u1dff\u1f00-\u1fff]+|./gsu;
const WORD = /^[A-Za-zÀ-ÖØ-öø-ſḀ-ỿ]/;
const DIGIT = /^[0-9]/;
const MARKS = /^[!-/:-@[-`{-~]/;

/** Added to every estimate, for names and compound words that no tokenizer knows. */
const MARGIN = 1.05;
/** Of a pair of letters that is rare in words: it ends a token, most of the time. */
const RARE_PAIR = 0.85;
const ACCENT = 0.6;
/** Of one more of the same letter or mark. */
const REPEATED = 0.15;

function tokensOfWord(word: string): number {
  const letters = word.toLowerCase();
  const isLoud = word.length > 2 && word === word.toUpperCase();
  let tokens = 1 + (isLoud ? 0.2 * (word.length - 2) : 0.15 * Math.max(0, word.length - 6));
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at]!;
    const before = letters[at - 1];
    if (letter > '\x7f') tokens += ACCENT;
    else if (before === undefined || before > '\x7f') continue;
    else if (letter === before && letter === letters[at - 2]) tokens += REPEATED;
    else if (!PAIRS.has(before + letter)) tokens += RARE_PAIR;
  }
  return tokens;
}

/** Marks of JSON stand together in tokens, a few at a time; others do so in rows of one mark alone. */
function tokensOfMarks(marks: string): number {
  let tokens = 1;
  for (let at = 1; at < marks.length; at += 1) {
    const mark = marks[at]!;
    if (mark === marks[at - 1] && '-=*_.#~'.includes(mark)) tokens += REPEATED;
    else tokens += at < 5 && '",:[]{}\\'.includes(mark) ? 0.25 : 0.7;
  }
  return tokens;
}

/** Per script, by its first letter beyond: tokens of a letter. */
const SCRIPTS = [
  [0x530, 0.47],
  [0xe00, 0.6],
  [0xe80, 0.7],
  [0x1100, 0.9],
] as const;

function tokensOfOtherScript(word: string): number {
  const code = word.charCodeAt(0);
  return 0.5 + word.length * (SCRIPTS.find(([end]) => code < end)?.[1] ?? 2.7);
}

/** Characters that stand alone, by the first code point beyond: tokens of each. */
const ALONE = [
  [0x370, 1.1],
  [0x2010, 2],
  [0x2028, 1],
  [0x2c00, 2.1],
  [0x3000, 3],
  [0x3100, 1.15],
  [0xff00, 3],
  [0xfff0, 1.5],
  [0x1_f000, 4],
  [0x1_fb00, 2.3],
] as const;

function tokensOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3))
    return isEverydayCharacter(code) ? 1.1 : 2.7;
  return ALONE.find(([end]) => code < end)?.[1] ?? 4;
}

function tokensOfPiece(piece: string, before: string): number {
  if (WORD.test(piece)) return tokensOfWord(piece);
  // A space goes with the word after it, not with a number.
  if (DIGIT.test(piece)) return before === ' ' ? 2 : 1;
  if (piece[0] === ' ') return piece.length === 1 ? 0 : 1 + piece.length * 0.02;
  if (MARKS.test(piece)) return tokensOfMarks(piece);
  return /^[\u0370-\u1fff]/.test(piece) ? tokensOfOtherScript(piece) : tokensOfCharacter(piece);
}

/**
 * Tokens of a text, estimated from above without a tokenizer: by the kinds of characters, held against counts of
 * o200k_base (tokens.testbed.ts). Prose, code, tables, addresses, hashes and base64 come out 5 to 35 % above the count;
 * scripts other than Latin 25 to 80 %, as tokenizers differ there most.
 */
export function tokensOf(text: string): number {
  let tokens = 0;
  let before = '';
  for (const [piece] of text.matchAll(PIECES)) {
    tokens += tokensOfPiece(piece, before);
    before = piece;
  }
  return Math.ceil(tokens * MARGIN);
}
