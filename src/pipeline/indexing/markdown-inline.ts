import type { DocumentLink, Term } from '../../core/chunk.ts';

const LONGEST_TARGET = 2_000;
const LONGEST_TERM = 200;
/** Brackets that an address may open; as the reference reader has it. */
const DEEPEST = 32;

/** Marks of equal length that open and close code, found in one pass. */
class CodeMarks {
  readonly #byLength = new Map<number, number[]>();

  constructor(text: string) {
    for (const run of text.matchAll(/`+/g)) {
      const starts = this.#byLength.get(run[0].length);
      if (starts) starts.push(run.index);
      else this.#byLength.set(run[0].length, [run.index]);
    }
    for (const starts of this.#byLength.values()) starts.reverse();
  }

  /** Where the marks that close a code span opened before `after` begin; -1 for none. */
  closing(length: number, after: number): number {
    const starts = this.#byLength.get(length);
    while (starts && starts.length > 0 && starts.at(-1)! < after) starts.pop();
    return starts?.at(-1) ?? -1;
  }
}

/** Reads `(target "title")` from the bracket on; null where it is no target. */
function targetAt(text: string, open: number): { readonly href: string; readonly end: number } | null {
  let at = open + 1;
  while (text[at] === ' ') at += 1;
  const pointed = text[at] === '<';
  const start = pointed ? at + 1 : at;
  const limit = Math.min(text.length, start + LONGEST_TARGET);
  let depth = 0;
  for (at = start; at < limit; at += 1) {
    const mark = text[at]!;
    if (mark === '\\') at += 1;
    else if (pointed ? mark === '>' : mark === ' ' || mark === '\n' || (mark === ')' && depth === 0)) break;
    else if (!pointed && mark === '(') depth += 1;
    else if (!pointed && mark === ')') depth -= 1;
    if (depth > DEEPEST) return null;
  }
  const href = text.slice(start, at).replace(/\\(?=[!-/:-@[-`{-~])/g, '');
  if (pointed && text[at] === '>') at += 1;
  if (text[at] === ' ' || text[at] === '\n') {
    const title = /^\s+(?:"[^"]{0,500}"|'[^']{0,500}'|\([^)]{0,500}\))?\s*/.exec(text.slice(at, at + 600));
    at += title?.[0].length ?? 0;
  }
  return text[at] === ')' && href !== '' ? { href, end: at + 1 } : null;
}

const BARE = /^https?:\/\/[^\s<>|"'`]+/i;
const POINTED = /^<((?:https?|mailto):[^\s<>]+)>/i;

/** An address as it stands in running text, without the punctuation after it. */
function bareAddress(text: string): string {
  let address = text.replace(/[.,:;!?*_~\]]+$/, '');
  while (address.endsWith(')') && address.split(')').length > address.split('(').length) address = address.slice(0, -1);
  return address;
}

export interface InlineParts {
  readonly links: readonly DocumentLink[];
  readonly terms: readonly Term[];
  /** Addresses by their name, for links by reference. */
  readonly definitions: ReadonlyMap<string, string>;
  readonly references: readonly { readonly name: string; readonly text: string; readonly line: number }[];
}

export function referenceName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Links and code spans of running text that begins at a line; linear in its length. */
export function readInline(text: string, firstLine: number): InlineParts {
  const links: DocumentLink[] = [];
  const terms: Term[] = [];
  const references: { name: string; text: string; line: number }[] = [];
  const definitions = new Map<string, string>();
  const marks = new CodeMarks(text);
  const brackets: { readonly at: number; readonly line: number }[] = [];
  let line = firstLine;
  let at = 0;
  const skipTo = (end: number) => {
    for (; at < end; at += 1) if (text[at] === '\n') line += 1;
  };
  while (at < text.length) {
    const mark = text[at]!;
    if (mark === '\\') skipTo(Math.min(at + 2, text.length));
    else if (mark === '`') {
      let length = 1;
      while (text[at + length] === '`') length += 1;
      const close = marks.closing(length, at + length);
      const code = close < 0 ? '' : text.slice(at + length, close).trim();
      if (code !== '' && code.length <= LONGEST_TERM && !code.includes('\n')) terms.push({ text: code, line });
      skipTo(close < 0 ? at + length : close + length);
    } else if (mark === '[') {
      brackets.push({ at, line });
      at += 1;
    } else if (mark === ']') {
      const open = brackets.pop();
      const next = text[at + 1];
      const label = open && text.slice(open.at + 1, Math.min(at, open.at + 1 + LONGEST_TARGET));
      const target = open && next === '(' ? targetAt(text, at + 1) : null;
      if (open && target) {
        links.push({ href: target.href, text: plainText(label!), line: open.line });
        skipTo(target.end);
      } else if (open && next === '[') {
        const name = /^\[([^\]\n]{0,200})\]/.exec(text.slice(at + 1, at + 210));
        if (name) references.push({ name: referenceName(name[1] || label!), text: plainText(label!), line: open.line });
        skipTo(at + 1 + (name?.[0].length ?? 0));
      } else if (open && next === ':' && (open.at === 0 || text[open.at - 1] === '\n')) {
        const address = /^:[ \t]*<?([^\s<>]+)>?/.exec(text.slice(at + 1, at + 1 + LONGEST_TARGET));
        if (address) definitions.set(referenceName(label!), address[1]!);
        skipTo(at + 1 + (address?.[0].length ?? 0));
      } else {
        if (open) references.push({ name: referenceName(label!), text: plainText(label!), line: open.line });
        at += 1;
      }
    } else if (mark === '<') {
      const pointed = POINTED.exec(text.slice(at, at + LONGEST_TARGET));
      if (pointed) links.push({ href: pointed[1]!, text: pointed[1]!, line });
      skipTo(at + (pointed?.[0].length ?? 1));
    } else if ((mark === 'h' || mark === 'H') && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) {
      const bare = BARE.exec(text.slice(at, at + LONGEST_TARGET));
      const address = bare ? bareAddress(bare[0]) : '';
      if (bare) links.push({ href: address, text: address, line });
      skipTo(at + (bare ? address.length : 1));
    } else skipTo(at + 1);
  }
  return { links, terms, definitions, references };
}

/** Running text without the marks of Markdown: what a reader sees. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^[\]]{0,500})\]\([^()\s]{0,2000}\)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])|(\*\*|__|~~|`+|\*)/g, (_whole, escaped: string | undefined) => escaped ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
