/**
 * Characters that are not seen, or that change how others are seen: controls, zero-width, bidirectional, tags,
 * fillers, surrogates without their partner. They hide text from readers that machines still read.
 */
const SUSPECT =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\uD800-\uDFFF]|\u034F|[\u180B-\u180D\u180F]|[\uFE00-\uFE0F]/;

/** The flags of England, Scotland and Wales are written with tags; no other use of tags is shown by anybody. */
const TAG_FLAGS = new Set(['gbeng', 'gbsct', 'gbwls']);

const JOINED_SCRIPTS =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}\p{Extended_Pictographic}\p{Emoji_Modifier}]|\uFE0F/u;

/** Texts up to this length are looked through faster by hand than by an expression, as long as they are ASCII. */
const SHORT = 200;

/** Whether anything in a text may have to be taken out. */
export function hasSuspects(value: string): boolean {
  if (value.length > SHORT) return SUSPECT.test(value);
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code >= 0x7f || (code < 0x20 && code !== 0x0a && code !== 0x09)) return SUSPECT.test(value);
  }
  return false;
}

export interface Cleaned {
  readonly value: string;
  /** Code points that were taken out or replaced, with how often. Null where nothing was. */
  readonly removed: ReadonlyMap<number, number> | null;
}

function isVariation(code: number): boolean {
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}

function isInvisible(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  if (code < 0x7f) return false;
  if (code <= 0x9f || code === 0xad || code === 0x34f || code === 0x61c) return true;
  if (code === 0x115f || code === 0x1160 || code === 0x17b4 || code === 0x17b5) return true;
  if ((code >= 0x180b && code <= 0x180f) || (code >= 0x200b && code <= 0x200f)) return true;
  if ((code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f)) return true;
  if (code === 0x3164 || code === 0xfeff || code === 0xffa0 || (code >= 0xfff0 && code <= 0xfffb)) return true;
  return isVariation(code) || (code >= 0xe0000 && code <= 0xe0fff) || (code >= 0x1d173 && code <= 0x1d17a);
}

/** Length in UTF-16 units of a flag written with tags at `start`, or 0. */
function tagFlag(value: string, start: number): number {
  let name = '';
  for (let index = start; index < value.length && index < start + 12; index += 2) {
    const code = value.codePointAt(index)!;
    if (code === 0xe007f) return TAG_FLAGS.has(name) ? index + 2 - start : 0;
    name += String.fromCharCode(code - 0xe0000);
  }
  return 0;
}

/**
 * Takes invisible characters out. Kept are the joiners that emoji and joined scripts need, one variation selector
 * behind a character, and the flags written with tags. Line separators become spaces, half surrogate pairs U+FFFD.
 */
export function cleanCharacters(value: string): Cleaned {
  if (!hasSuspects(value)) return { value, removed: null };
  const removed = new Map<number, number>();
  const drop = (code: number) => removed.set(code, (removed.get(code) ?? 0) + 1);
  let result = '';
  let from = 0;
  let previous = '';
  let index = 0;
  while (index < value.length) {
    const code = value.codePointAt(index)!;
    const size = code > 0xffff ? 2 : 1;
    let replacement: string | null = null;
    let kept = size;
    if (code >= 0xd800 && code <= 0xdfff) replacement = '\uFFFD';
    else if (isInvisible(code)) {
      const next = value.codePointAt(index + size);
      if (code === 0x200c || code === 0x200d) {
        const joins =
          previous !== '' &&
          next !== undefined &&
          JOINED_SCRIPTS.test(previous) &&
          JOINED_SCRIPTS.test(String.fromCodePoint(next));
        if (!joins) replacement = '';
      } else if (isVariation(code)) {
        if (previous === '' || isInvisible(previous.codePointAt(0)!) || /\s/.test(previous)) replacement = '';
      } else if (code > 0xe0000 && previous === '\u{1F3F4}' && tagFlag(value, index) > 0) kept = tagFlag(value, index);
      else if (code === 0x0d) replacement = next === 0x0a ? '' : '\n';
      else if (code === 0x2028 || code === 0x2029 || code === 0x0b || code === 0x0c || code === 0x85) replacement = ' ';
      else replacement = code === 0 ? '\uFFFD' : '';
    }
    if (replacement === null) previous = String.fromCodePoint(code);
    else {
      if (code !== 0x0d) drop(code);
      result += value.slice(from, index) + replacement;
      from = index + size;
      previous = replacement || previous;
    }
    index += kept;
  }
  result += value.slice(from);
  return { value: result, removed: removed.size > 0 ? removed : null };
}
