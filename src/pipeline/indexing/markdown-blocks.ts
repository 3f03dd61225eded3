/** A run of lines that belongs together. Lines are 1-based and inclusive. */
export interface Block {
  readonly kind: 'heading' | 'code' | 'table' | 'html' | 'text';
  readonly start: number;
  readonly end: number;
  /** Of a heading only. */
  readonly depth: number;
  /** Of a heading only: its text without marks of Markdown around it. */
  readonly title: string;
}

const HEADING = /^( {0,3})(#{1,6})(?:[ \t]+|$)/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const DELIMITERS = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const FENCE = /^((?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})/;
const ITEM = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const VERBATIM = /^ {0,3}(?:<(pre|script|style|textarea)(?=[\s>]|$)|<!--)/i;
const HTML =
  /^ {0,3}<\/?(?:address|article|aside|base|blockquote|body|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|nav|ol|optgroup|option|p|param|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s>]|\/>|$)/i;

function isBlank(line: string): boolean {
  return line.trim() === '';
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The text of a heading without the marks that may close it. */
function titleOf(rest: string): string {
  const text = rest.trim();
  let end = text.length;
  while (end > 0 && text[end - 1] === '#') end -= 1;
  const closed = end < text.length && (end === 0 || text[end - 1] === ' ' || text[end - 1] === '\t');
  return closed ? text.slice(0, end).trim() : text;
}

/** Reads a file of Markdown line by line into blocks, which is all that cutting needs; linear in its length. */
class BlockReader {
  readonly #lines: readonly string[];
  readonly blocks: Block[] = [];
  #at: number;
  /** Column of the text of the list we are in; -1 outside. */
  #listColumn = -1;

  constructor(lines: readonly string[], first: number) {
    this.#lines = lines;
    this.#at = first;
  }

  #push(kind: Block['kind'], start: number, end: number, depth = 0, title = ''): void {
    this.blocks.push({ kind, start: start + 1, end: end + 1, depth, title });
    this.#at = end + 1;
  }

  /** Last line of a fenced block that opens on line `start`. */
  #fenceEnd(start: number, prefix: string, fence: string): number {
    const quoted = prefix.includes('>');
    const column = /[-*+\d]/.test(prefix) ? prefix.length : 0;
    const closing = new RegExp(`^[\\s>]*${fence[0]}{${fence.length},}[ \\t]*$`);
    for (let at = start + 1; at < this.#lines.length; at += 1) {
      const line = this.#lines[at]!;
      if (closing.test(line)) return at;
      const left = quoted ? !line.trimStart().startsWith('>') : !isBlank(line) && indentOf(line) < column;
      if (left) return at - 1;
    }
    return this.#lines.length - 1;
  }

  #verbatimEnd(start: number, tag: string | undefined): number {
    const end = tag === undefined ? '-->' : `</${tag.toLowerCase()}>`;
    for (let at = start; at < this.#lines.length; at += 1) if (this.#lines[at]!.toLowerCase().includes(end)) return at;
    return this.#lines.length - 1;
  }

  /** Last line before the next blank one. */
  #runEnd(start: number): number {
    let end = start;
    while (end + 1 < this.#lines.length && !isBlank(this.#lines[end + 1]!)) end += 1;
    return end;
  }

  #startsOther(at: number): boolean {
    const line = this.#lines[at]!;
    return isBlank(line) || HEADING.test(line) || FENCE.test(line) || VERBATIM.test(line) || HTML.test(line);
  }

  #readText(start: number): void {
    const line = this.#lines[start]!;
    const item = ITEM.exec(line);
    if (item) this.#listColumn = item[0].length;
    else if (indentOf(line) < this.#listColumn) this.#listColumn = -1;
    const plain = !item && this.#listColumn < 0 && indentOf(line) < 4 && !line.trimStart().startsWith('>');
    for (let at = start + 1; at < this.#lines.length; at += 1) {
      const next = this.#lines[at]!;
      const rule = plain ? UNDERLINE.exec(next) : null;
      if (rule) {
        const title = this.#lines.slice(start, at).map((part) => part.trim());
        this.#push('heading', start, at, rule[1]!.startsWith('=') ? 1 : 2, title.join(' '));
        return;
      }
      if (this.#startsOther(at) || (plain && ITEM.test(next))) {
        this.#push('text', start, at - 1);
        return;
      }
    }
    this.#push('text', start, this.#lines.length - 1);
  }

  read(): readonly Block[] {
    while (this.#at < this.#lines.length) {
      const start = this.#at;
      const line = this.#lines[start]!;
      const heading = HEADING.exec(line);
      const fence = FENCE.exec(line);
      const verbatim = VERBATIM.exec(line);
      if (isBlank(line)) this.#at += 1;
      else if (heading && !(heading[1] !== '' && heading[1]!.length >= this.#listColumn && this.#listColumn >= 0)) {
        this.#listColumn = -1;
        this.#push('heading', start, start, heading[2]!.length, titleOf(line.slice(heading[0].length)));
      } else if (fence && !(fence[2]!.startsWith('`') && line.slice(fence[0].length).includes('`')))
        this.#push('code', start, this.#fenceEnd(start, fence[1]!, fence[2]!));
      else if (verbatim) this.#push('html', start, this.#verbatimEnd(start, verbatim[1]));
      else if (HTML.test(line)) this.#push('html', start, this.#runEnd(start));
      else if (line.includes('|') && DELIMITERS.test((this.#lines[start + 1] ?? '').trim())) {
        this.#push('table', start, this.#runEnd(start));
      } else this.#readText(start);
    }
    return this.blocks;
  }
}

/** Blocks of a Markdown file from line `first` (0-based) on, in order; blank lines between them belong to none. */
export function readBlocks(lines: readonly string[], first = 0): readonly Block[] {
  return new BlockReader(lines, first).read();
}
