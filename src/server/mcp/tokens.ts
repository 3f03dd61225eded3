import { isEverydayCharacter } from './everyday-characters.ts';
import { isKnownLetter, isKnownPair } from './script-pairs.ts';

/** Each letter with those that often follow it in words of European languages and in names in code. */
const FOLLOWERS =
  // cspell:disable-next-line
  'abcdfgiklmnprstuvwxy babdehijloprsu cacehikloprstuy dadegimorsuy eabcdefghilmnopqrstvwxy faefilortuy gaeghinorstu hadeikortu iabcdefgklmnoprstvz jes keiknsu ladeilostuy mabceimopsu nacdefgiklmnoprstuvwy oabcdefgiklmnoprstuvwxy paehilnoprstuy qru racdefgiklmnoprstuvy sacehikoprstuwy tacehiloprstuwxy uabcdegilmnprstux vaeioy waehilnors xapt yenopst ze';

const A = 0x61;
const PAIRS = new Uint8Array(26 * 26);
for (const [first, ...next] of FOLLOWERS.split(' '))
  for (const letter of next) PAIRS[(first!.charCodeAt(0) - A) * 26 + letter.charCodeAt(0) - A] = 1;

const [LOWER, UPPER, DIGIT, SPACE, MARK, SCRIPT, ALONE] = [1, 2, 3, 4, 5, 6, 7];

function kindOf(code: number): number {
  if (code < 0x80) {
    if (code >= 0x61 && code <= 0x7a) return LOWER;
    if (code >= 0x41 && code <= 0x5a) return UPPER;
    if (code >= 0x30 && code <= 0x39) return DIGIT;
    if (code === 0x20) return SPACE;
    return code > 0x20 && code < 0x7f ? MARK : ALONE;
  }
  if (code >= 0xc0 && code <= 0xde && code !== 0xd7) return UPPER;
  if ((code >= 0xdf && code <= 0x17f && code !== 0xf7) || (code >= 0x1e00 && code <= 0x1eff)) return LOWER;
  return code >= 0x370 && code <= 0x1fff ? SCRIPT : ALONE;
}

/** Added to every estimate, for names and compound words that no tokenizer knows. */
const MARGIN = 1.05;
/** Of a pair of letters that is rare in words: it ends a token, most of the time. */
const RARE_PAIR = 0.85;
const ACCENT = 0.6;
/** Of one more next to it, and of a letter with an accent that is hardly ever met. */
const NEXT_ACCENT = 1.1;
const ODD_ACCENT = 2.1;
/** Of one more of the same letter or mark. */
const REPEATED = 0.15;

function tokensOfWord(text: string, start: number, end: number, isLoud: boolean): number {
  const length = end - start;
  let tokens = 1 + (isLoud && length > 2 ? 0.2 * (length - 2) : 0.15 * Math.max(0, length - 6));
  let before = -1;
  let second = -1;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const letter = code < 0x80 ? (code | 0x20) - A : -1;
    if (letter < 0) tokens += !isKnownLetter(code) ? ODD_ACCENT : before < 0 && at > start ? NEXT_ACCENT : ACCENT;
    else if (before >= 0 && letter === before && letter === second) tokens += REPEATED;
    else if (before >= 0 && PAIRS[before * 26 + letter] === 0) tokens += RARE_PAIR;
    second = before;
    before = letter;
  }
  return tokens;
}

const ROWS = '-=*_.#~';
const JSON_MARKS = '",:[]{}\\';

/** Marks of JSON stand together in tokens, a few at a time; others do so in rows of one mark alone. */
function tokensOfMarks(text: string, start: number, end: number): number {
  let tokens = 1;
  for (let at = start + 1; at < end; at += 1) {
    const mark = text[at]!;
    if (mark === text[at - 1] && ROWS.includes(mark)) tokens += REPEATED;
    else tokens += at < start + 5 && JSON_MARKS.includes(mark) ? 0.25 : 0.7;
  }
  return tokens;
}

/** Added for the start of a run: a space that does not go with its first letter, where that is hardly ever met. */
const RUN_START = 0.2;
const ODD_START = 1;
/** Of a letter that is often one token with the letter before it. */
const KNOWN_PAIR = 0.55;

/** A letter takes at most a token, one that is hardly ever met one for each of its bytes. */
function tokensOfScript(text: string, start: number, end: number): number {
  let tokens = isKnownLetter(text.charCodeAt(start)) ? RUN_START : ODD_START;
  let before = -1;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const isKnown = isKnownLetter(code);
    if (!isKnown) tokens += code < 0x800 ? 2 : 3;
    else tokens += before >= 0 && isKnownPair(before, code) ? KNOWN_PAIR : 1;
    before = isKnown ? code : -1;
  }
  return tokens;
}

/** Characters that stand alone and are hardly ever met, by the first code point beyond: tokens of each. */
const SINGLES = [
  [0x80, 1.1],
  [0x2190, 2.1],
  [0x2c00, 3],
  [0xff00, 3],
  [0xfff0, 1.5],
  [0x1_f000, 4],
  [0x1_fb00, 2.3],
] as const;
/** Of one that is met often. */
const KNOWN_SINGLE = 1.1;
const FIRST_EMOJI = 0x1_f000;

function tokensOfCharacter(code: number, isAfterSpace: boolean): number {
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3))
    return isEverydayCharacter(code) ? KNOWN_SINGLE : 2.7;
  if (isKnownLetter(code)) return KNOWN_SINGLE;
  // A space does not go with these.
  const space = isAfterSpace && code < FIRST_EMOJI ? 1 : 0;
  return space + (SINGLES.find(([end]) => code < end)?.[1] ?? 4);
}

/** Where the piece ends that a tokenizer of today would look at by itself. */
function endOfPiece(text: string, start: number, kind: number): number {
  let end = start + 1;
  if (kind === ALONE) return text.codePointAt(start)! > 0xffff ? end + 1 : end;
  const most = kind === DIGIT ? start + 3 : text.length;
  while (end < most && kindOf(text.charCodeAt(end)) === kind) end += 1;
  if (kind === UPPER) while (end < text.length && kindOf(text.charCodeAt(end)) === LOWER) end += 1;
  return end;
}

/**
 * Tokens of a text, estimated from above without a tokenizer: by the kinds of characters, held against counts of
 * o200k_base (tokens.testbed.ts). Prose, code, tables, addresses, hashes and base64 come out 5 to 35 % above the count;
 * scripts other than Latin 30 to 150 %, letters of theirs in no order included, as tokenizers differ there most.
 */
export function tokensOf(text: string): number {
  let tokens = 0;
  let isAfterSpace = false;
  for (let start = 0, end = 0; start < text.length; start = end) {
    const code = text.charCodeAt(start);
    const kind = kindOf(code);
    end = endOfPiece(text, start, kind);
    const length = end - start;
    if (kind === LOWER) tokens += tokensOfWord(text, start, end, false);
    else if (kind === UPPER) tokens += tokensOfWord(text, start, end, kindOf(text.charCodeAt(end - 1)) === UPPER);
    // A space goes with the word after it, not with a number.
    else if (kind === DIGIT) tokens += isAfterSpace ? 2 : 1;
    else if (kind === SPACE) tokens += length === 1 ? 0 : 1 + length * 0.02;
    else if (kind === MARK) tokens += tokensOfMarks(text, start, end);
    else if (kind === SCRIPT) tokens += tokensOfScript(text, start, end);
    else tokens += tokensOfCharacter(text.codePointAt(start)!, isAfterSpace);
    isAfterSpace = kind === SPACE && length === 1;
  }
  return Math.ceil(tokens * MARGIN);
}
