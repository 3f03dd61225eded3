import { hasDollars, type Place } from './place.ts';

/** Characters that may need something wherever they stand. */
const ANYWHERE = /[\\`*_[\]<&~$|!\n@]|[wW]{3}\.|:\/|#$/;
/** The same one by one; each is looked at with what stands around it. */
const SPECIAL = /[\\`*_[\]<&~$|!\n@]|(?<=[ps]):(?=\/)|(?<=www)\.|#$/gi;
const LINE_START = /^[ \t#+\-=:>\d]/;
const REFERENCE = /^&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);/i;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}]/u;

function isSpace(character: string): boolean {
  return character === '' || /\s/.test(character);
}

/** Escapes for what would start a block at the start of a line. Returns what to write for the characters read. */
function atLineStart(value: string, index: number): { readonly written: string; readonly read: number } | null {
  const rest = value.slice(index, index + 16);
  if (/^[ \t]/.test(rest)) return { written: rest[0] === ' ' ? '&#x20;' : '&#x9;', read: 1 };
  if (/^#{1,6}(?:\s|$)/.test(rest) || /^[=>|]/.test(rest)) return { written: `\\${rest[0]}`, read: 1 };
  if (/^\+(?:\s|$|\+\+)/.test(rest) || /^-(?:[\s\-:|]|$)/.test(rest)) return { written: `\\${rest[0]}`, read: 1 };
  if (/^:[-:]/.test(rest) || /^~~/.test(rest) || /^\[/.test(rest)) return { written: `\\${rest[0]}`, read: 1 };
  const number = /^(\d{1,9})([.)])(?:\s|$)/.exec(rest);
  return number ? { written: `${number[1]}\\${number[2]}`, read: number[0].trimEnd().length } : null;
}

/**
 * Whether the brackets of a text can be left alone: each has its partner in it, and no address follows any. Without a
 * definition, which no text can write, such brackets are text. One that is escaped would change who is whose partner,
 * so it is all or none. A name after a colon before a bracket is a directive to some readers.
 */
function bracketsAreSafe(value: string): boolean {
  const open: number[] = [];
  for (let index = 0; index < value.length; index++) {
    if (value[index] === '[') {
      if (/!$|:[\w-]{1,30}$/.test(value.slice(Math.max(0, index - 31), index))) return false;
      open.push(index);
    } else if (value[index] === ']') {
      if (open.pop() === undefined) continue;
      if (index + 1 === value.length || /[([:]/.test(value[index + 1]!)) return false;
    }
  }
  return open.length === 0;
}

/**
 * Text as Markdown that reads back as that text. Escapes only what would mean something where it stands, so that prose
 * stays readable. Angle brackets and ampersands become references, which no reader of HTML can mistake for tags.
 *
 * @param beforeText characters that come before, at least one; a line feed at the start of a line
 * @param afterText character that comes after; a line feed at the end of the block
 */
export function escapeText(value: string, beforeText: string, afterText: string, place: Place): string {
  const starts = beforeText.endsWith('\n');
  if (!ANYWHERE.test(value) && !(starts && LINE_START.test(value))) return value;
  const brackets = value.includes('[') && !place.inLink && bracketsAreSafe(value);
  let result = '';
  let from = 0;
  if (starts) {
    const special = atLineStart(value, 0);
    if (special) {
      result = special.written;
      from = special.read;
    }
  }
  SPECIAL.lastIndex = from;
  for (let match = SPECIAL.exec(value); match; match = SPECIAL.exec(value)) {
    const index = match.index;
    const character = value[index]!;
    const before = index > 0 ? value[index - 1]! : beforeText.slice(-1);
    const after = index + 1 < value.length ? value[index + 1]! : afterText.slice(0, 1);
    let written = character;
    switch (character) {
      case '\\':
        if (PUNCTUATION.test(after) || after === '\n') written = '\\\\';
        break;
      case '`':
      case ']':
        if (character === '`' || place.inLink) written = `\\${character}`;
        break;
      case '*':
        // A space at the edge of emphasis may be written as a reference, which is none to the sign behind it.
        if (!isSpace(before) || !isSpace(after) || before === '\n' || (index === 1 && beforeText.endsWith('*')))
          written = '\\*';
        break;
      case '_': {
        // A letter at the edge may be written as a reference where it touches emphasis, and is none to `_` then.
        const first = /[*_~]/.test(beforeText) ? 1 : 0;
        const last = value.length - (/^[*_~]/.test(afterText) ? 2 : 1);
        const inWord = index > first && index < last && WORD.test(before) && WORD.test(after);
        if (!inWord && !(isSpace(before) && isSpace(after) && before !== '\n')) written = '\\_';
        break;
      }
      case '[':
        if (!brackets) written = '\\[';
        break;
      case '!':
        if (after === '[' && index + 1 === value.length) written = '\\!';
        break;
      case '<':
        if (/[!/?A-Za-z]/.test(after) || index + 1 === value.length) written = '&lt;';
        break;
      case '&':
        if (REFERENCE.test(value.slice(index, index + 40))) written = '&amp;';
        break;
      case '~':
        if (!isSpace(before) || isSpace(after) || index + 1 === value.length) written = '\\~';
        break;
      case '$':
        if (hasDollars(place)) written = '\\$';
        break;
      case '|':
        if (place.inCell) written = before === '\\' ? '&#124;' : '\\|';
        break;
      case '#':
        if (place.inHeading && afterText === '\n' && index + 1 === value.length) written = '\\#';
        break;
      case '@':
        if (!place.inLink && /[+\-.\w]/.test(before) && /[-.\w]/.test(after)) written = '\\@';
        break;
      case '.':
        if (!place.inLink && /[Ww]/.test(before) && /[-.\w]/.test(after)) {
          const www = /(?:^|[^\p{L}\p{N}])www$/iu.test(value.slice(Math.max(0, index - 4), index));
          if (www) written = '\\.';
        }
        break;
      case ':':
        if (!place.inLink && /[ps]/i.test(before) && after === '/') written = '\\:';
        break;
    }
    if (written !== character) {
      result += value.slice(from, index) + written;
      from = index + 1;
    }
    if (character === '\n') {
      const special = atLineStart(value, index + 1);
      if (special) {
        result += value.slice(from, index + 1) + special.written;
        from = index + 1 + special.read;
        SPECIAL.lastIndex = from;
      }
    }
  }
  result += value.slice(from);
  return afterText.startsWith('\n')
    ? result.replace(/[ \t]$/, (space) => (space === ' ' ? '&#x20;' : '&#x9;'))
    : result;
}

/** A destination within the round brackets of a link. */
export function escapeAddress(url: string): string {
  if (!/[&\\\s<()]/.test(url)) return url;
  let written = url
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/\\/g, '%5C')
    .replace(/\s/g, '%20')
    .replace(/</g, '%3C');
  let open = 0;
  let balanced = true;
  for (const character of written) {
    if (character === '(') open++;
    else if (character === ')' && --open < 0) balanced = false;
    if (open > 20) balanced = false;
  }
  if (!balanced || open !== 0) written = written.replace(/[()]/g, '\\$&');
  return written;
}

/** A title in double quotes, or a description in square brackets. */
export function escapeQuoted(value: string, inCell: boolean): string {
  const written = value
    .replace(/\s*\n\s*/g, ' ')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, '\\\\')
    .replace(/["[\]`*_<$~]/g, (character) => (character === '<' ? '&lt;' : `\\${character}`));
  return inCell ? written.replace(/\|/g, '&#124;') : written;
}
