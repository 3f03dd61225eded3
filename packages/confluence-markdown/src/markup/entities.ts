import { Parser } from 'htmlparser2';

/** Names that nearly every body uses; everything else is asked of the parser once. */
const known = new Map<string, string>([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
  ['ndash', '\u2013'],
  ['mdash', '\u2014'],
  ['lsquo', '\u2018'],
  ['rsquo', '\u2019'],
  ['ldquo', '\u201c'],
  ['rdquo', '\u201d'],
  ['hellip', '\u2026'],
  ['rarr', '\u2192'],
  ['larr', '\u2190'],
]);

const unknown = new Set<string>();
const MAX_REMEMBERED = 4096;

/** What numeric references 0x80 to 0x9f mean in practice (WHATWG HTML, numeric character reference end state). */
const windows1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

function named(name: string): string | undefined {
  const found = known.get(name);
  if (found !== undefined || unknown.has(name)) return found;
  let text = '';
  const ontext = (part: string): void => {
    text += part;
  };
  const parser = new Parser({ ontext }, { decodeEntities: true });
  parser.end(`&${name};`);
  if (text === `&${name};` || text.includes(';')) {
    if (unknown.size < MAX_REMEMBERED) unknown.add(name);
    return undefined;
  }
  known.set(name, text);
  return text;
}

function numeric(body: string): string | undefined {
  const hex = body.charCodeAt(1) === 120 || body.charCodeAt(1) === 88;
  const digits = body.slice(hex ? 2 : 1);
  if (!(hex ? /^[0-9a-f]{1,8}$/i : /^[0-9]{1,9}$/).test(digits)) return undefined;
  const code = Number.parseInt(digits, hex ? 16 : 10);
  if (code >= 0x80 && code <= 0x9f) return windows1252[code - 0x80];
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  return String.fromCodePoint(code);
}

/**
 * Replaces named HTML entities and numeric references. A reference to anything else stands as it is written: entities
 * that a document declares itself are never expanded.
 */
export function decodeEntities(text: string): string {
  let at = text.indexOf('&');
  if (at < 0) return text;
  let out = '';
  let from = 0;
  while (at >= 0) {
    let end = at + 1;
    const limit = Math.min(text.length, at + 34);
    while (end < limit && isNameCode(text.charCodeAt(end))) end++;
    if (end > at + 1 && text.charCodeAt(end) === 59) {
      const body = text.slice(at + 1, end);
      const decoded = body.charCodeAt(0) === 35 ? numeric(body) : named(body);
      if (decoded !== undefined) {
        out += text.slice(from, at) + decoded;
        from = end + 1;
      }
    }
    at = text.indexOf('&', Math.max(end, from));
  }
  return out + text.slice(from);
}

function isNameCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 35;
}
