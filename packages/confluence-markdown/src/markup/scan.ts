import { decodeEntities } from './entities.ts';
import { nameIn } from './names.ts';

/** What the scanner tells while it runs through a markup source, in document order. */
export interface MarkupHandler {
  /** A start tag; its attributes stand between `from` and `to` of the source. `empty`: written as `<x/>`. */
  open(name: string, from: number, to: number, empty: boolean, at: number): void;
  /** An end tag, which stands from `at` to `to`. */
  close(name: string, at: number, to: number): void;
  /** Text with its references decoded. */
  text(text: string, at: number): void;
  /** Content of one CDATA section, as written. */
  cdata(text: string, at: number): void;
}

export interface MarkupDialect {
  /** Names are lower-cased, and `<` may stand in an attribute. */
  readonly html: boolean;
  /** Elements whose content is text up to their own end tag, such as `script`. */
  readonly raw: ReadonlySet<string>;
}

/**
 * Runs once through a markup source and never gives up: what is no tag is text, an end that is missing is the end of the
 * source. Time is linear in the length and nothing is kept but the position. A hand-written scanner because it skips from
 * tag to tag with `indexOf`, which is several times as fast as a state machine over every character.
 */
export function scan(source: string, handler: MarkupHandler, { html, raw }: MarkupDialect): void {
  const length = source.length;
  const find = finder(source);
  let textFrom = 0;
  let lt = source.indexOf('<');
  while (lt >= 0) {
    const next = source.charCodeAt(lt + 1);
    const following = source.indexOf('<', lt + 1);
    if (isNameStart(next)) {
      const nameEnd = endOfName(source, lt + 2);
      const end = endOfTag(source, nameEnd, html || following < 0 ? length : following);
      if (end === length) break;
      if (lt > textFrom) handler.text(decodeEntities(source.slice(textFrom, lt)), textFrom);
      const name = nameOf(source, lt + 1, nameEnd, html);
      const closed = source.charCodeAt(end) === 62;
      const empty = closed && source.charCodeAt(end - 1) === 47 && end - 1 >= nameEnd;
      textFrom = closed ? end + 1 : end;
      handler.open(name, nameEnd, empty ? end - 1 : end, empty, lt);
      if (!empty && raw.has(name)) {
        const stop = findEndTag(source, name, textFrom);
        if (stop > textFrom) handler.cdata(source.slice(textFrom, stop), textFrom);
        textFrom = stop;
      }
    } else if (next === 47 && isNameStart(source.charCodeAt(lt + 2))) {
      if (lt > textFrom) handler.text(decodeEntities(source.slice(textFrom, lt)), textFrom);
      const nameEnd = endOfName(source, lt + 3);
      let end = nameEnd;
      while (end < length && source.charCodeAt(end) !== 62 && source.charCodeAt(end) !== 60) end++;
      textFrom = source.charCodeAt(end) === 62 ? end + 1 : end;
      handler.close(nameOf(source, lt + 2, nameEnd, html), lt, textFrom);
    } else if (next === 33 || next === 63) {
      const [start, end, cdata] = declaration(source, lt, find);
      if (end >= 0) {
        if (lt > textFrom) handler.text(decodeEntities(source.slice(textFrom, lt)), textFrom);
        if (cdata) handler.cdata(source.slice(start, end), start);
        textFrom = cdata ? Math.min(length, end + 3) : end;
      }
    }
    lt = following >= textFrom || following < 0 ? following : source.indexOf('<', textFrom);
  }
  if (length > textFrom) handler.text(decodeEntities(source.slice(textFrom, length)), textFrom);
}

type Find = (what: string, from: number) => number;

/** Looks for what closes something. What did not occur once is not looked for again. */
function finder(source: string): Find {
  const absent = new Set<string>();
  return (what, from) => {
    if (absent.has(what)) return -1;
    const found = source.indexOf(what, from);
    if (found < 0) absent.add(what);
    return found;
  };
}

/** Start and end of what `<!` or `<?` begins; for CDATA the content alone. End -1: it is text after all. */
function declaration(source: string, lt: number, find: Find): readonly [start: number, end: number, cdata: boolean] {
  if (source.startsWith('<![CDATA[', lt)) {
    const end = find(']]>', lt + 9);
    return [lt + 9, end < 0 ? source.length : end, true];
  }
  if (source.startsWith('<!--', lt)) {
    const end = find('-->', lt + 4);
    return [lt, end < 0 ? -1 : end + 3, false];
  }
  if (source.charCodeAt(lt + 1) === 63) {
    const end = find('?>', lt + 2);
    return [lt, end < 0 ? -1 : end + 2, false];
  }
  if (!/^<!doctype\b/i.test(source.slice(lt, lt + 12))) return [lt, -1, false];
  const plain = find('>', lt + 9);
  if (plain < 0) return [lt, -1, false];
  const subset = source.slice(lt, plain).indexOf('[');
  if (subset < 0) return [lt, plain + 1, false];
  const end = find(']>', lt + subset);
  return [lt, end < 0 ? plain + 1 : end + 2, false];
}

/**
 * Index of the `>` that ends a start tag, or of the place before which it must have ended: in XML no `<` stands in a
 * value, and where one comes first, the quote was never closed.
 */
function endOfTag(source: string, from: number, limit: number): number {
  for (let i = from; i < limit; i++) {
    const code = source.charCodeAt(i);
    if (code === 62) return i;
    if ((code === 34 || code === 39) && opensValue(source, i)) {
      const close = source.indexOf(code === 34 ? '"' : "'", i + 1);
      if (close >= 0 && close < limit) i = close;
    }
  }
  return limit;
}

function opensValue(source: string, quote: number): boolean {
  let i = quote - 1;
  while (isSpace(source.charCodeAt(i))) i--;
  return source.charCodeAt(i) === 61;
}

function findEndTag(source: string, name: string, from: number): number {
  for (let at = source.indexOf('</', from); at >= 0; at = source.indexOf('</', at + 2)) {
    if (source.slice(at + 2, at + 2 + name.length).toLowerCase() === name.toLowerCase()) return at;
  }
  return source.length;
}

function nameOf(source: string, from: number, to: number, html: boolean): string {
  const name = nameIn(source, from, to);
  return html ? name.toLowerCase() : name;
}

function endOfName(source: string, from: number): number {
  let i = from;
  for (; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (isSpace(code) || code === 62 || code === 47 || code === 60) return i;
  }
  return i;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13 || code === 12;
}

/**
 * Value of one attribute of a start tag of XML, without reading the others; null where all have to be read to say. What
 * looks like the attribute is it unless it stands in a value.
 */
export function readAttribute(written: string, name: string): string | undefined | null {
  const index = written.indexOf(name);
  if (index < 0) return undefined;
  const from = index + name.length + 2;
  if (written.charCodeAt(from - 2) !== 61 || written.charCodeAt(from - 1) !== 34) return null;
  if (!isSpace(written.charCodeAt(index - 1))) return null;
  let quotes = 0;
  for (let i = 0; i < index; i++) {
    const code = written.charCodeAt(i);
    if (code === 34) quotes++;
    else if (code === 39) return null;
  }
  const end = written.indexOf('"', from);
  return quotes % 2 === 0 && end >= 0 ? decodeEntities(written.slice(from, end)) : null;
}

/** Attributes of a start tag, read from its piece of the source. The first of two with one name counts. */
export function readAttributes(source: string, from: number, to: number, html: boolean): Map<string, string> {
  const attributes = new Map<string, string>();
  let i = from;
  while (i < to) {
    while (i < to && (isSpace(source.charCodeAt(i)) || source.charCodeAt(i) === 47)) i++;
    const nameFrom = i;
    while (i < to && !isSpace(source.charCodeAt(i)) && source.charCodeAt(i) !== 61) i++;
    const name = nameOf(source, nameFrom, i, html);
    while (i < to && isSpace(source.charCodeAt(i))) i++;
    let value = '';
    if (source.charCodeAt(i) === 61 && i < to) {
      i++;
      while (i < to && isSpace(source.charCodeAt(i))) i++;
      const quote = source.charCodeAt(i);
      if (quote === 34 || quote === 39) {
        const close = source.indexOf(quote === 34 ? '"' : "'", i + 1);
        const end = close < 0 || close > to ? to : close;
        value = source.slice(i + 1, end);
        i = end + 1;
      } else {
        const valueFrom = i;
        while (i < to && !isSpace(source.charCodeAt(i))) i++;
        value = source.slice(valueFrom, i);
      }
    }
    if (name !== '' && !attributes.has(name)) attributes.set(name, decodeEntities(value));
    else if (name === '' && i === nameFrom) i++;
  }
  return attributes;
}
