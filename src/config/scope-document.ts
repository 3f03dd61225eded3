import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from 'yaml';
import type { Json } from '../core/connection.ts';
import { migrateScopeDocument } from './scope-migration.ts';

/** Bytes of a scope file that are read at most. */
export const LARGEST_SCOPE_FILE = 256 * 1024;
const DEEPEST = 20;

/** What is wrong, or doubtful, at one place of the scope file. Line and column are 1-based. */
export interface ScopeProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** A scope file as YAML: its plain value, and where each part of it stands. */
export interface ScopeDocument {
  readonly document: Document.Parsed;
  /** What it was read from, without a byte order mark. */
  readonly text: string;
  readonly value: Json;
  readonly problems: readonly ScopeProblem[];
  /** The older version that the file is written for; null for the current one. */
  readonly migratedFrom: number | null;
  at(node: unknown, message: string, hint: string): ScopeProblem;
}

type Report = (node: unknown, message: string, hint: string) => void;

function offsetOf(node: unknown): number {
  const range = (node as Node | null | undefined)?.range;
  return range ? range[0] : 0;
}

/** A number that does not print as it is written keeps its text, so that long ids lose no digit. */
function scalarValue(node: Scalar): Json {
  const { value, source } = node;
  if (typeof value === 'number' && source !== undefined && String(value) !== source) return source;
  return value as Json;
}

function plain(node: unknown, report: Report, depth: number): Json {
  if (depth > DEEPEST) {
    report(node, 'The file is nested too deeply.', 'A scope file has four levels at most.');
    return null;
  }
  if (isAlias(node)) {
    report(node, `The alias *${node.source} is not allowed.`, 'Write the value out.');
    return null;
  }
  if (isSeq(node)) return node.items.map((item) => plain(item, report, depth + 1));
  if (isMap(node)) {
    const entries = new Map<string, Json>();
    for (const pair of node.items) {
      const key = isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null;
      if (key === null || key === '__proto__') report(pair.key, 'This is not a key.', 'Keys are plain words.');
      else if (entries.has(key)) report(pair.key, `${key} stands here twice.`, 'Keep one of the two.');
      else entries.set(key, plain(pair.value, report, depth + 1));
    }
    return Object.fromEntries(entries);
  }
  return isScalar(node) ? scalarValue(node) : null;
}

/** The parser's own words, where they are written for who wrote the file. */
function syntaxMessage({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'MULTIPLE_DOCS') return 'A second document begins here.';
  return `This is not valid YAML: ${sentence(message)}`;
}

function syntaxHint(code: string): string {
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces.';
  if (code === 'MULTIPLE_DOCS') return 'Keep one document: remove the line ---.';
  return 'Check indentation, colons and quotes around this place.';
}

/**
 * Whether text may nest so deeply that composing it would exhaust the stack, which ends the process and
 * cannot be caught. Counts brackets, indentation and list marks of a line, quoted or not.
 */
function nestsTooDeeply(text: string): boolean {
  let open = 0;
  for (const mark of text.matchAll(/[[\]{}]/g)) {
    open += mark[0] === '[' || mark[0] === '{' ? 1 : -1;
    if (open > 50) return true;
  }
  return /^ {101}|^ *(?:[-?:][ \t]+){21}/m.test(text);
}

/** Characters of bytes before the first that is not UTF-8, and whether there is such a one. */
function readUtf8(bytes: Uint8Array): { readonly text: string; readonly whole: boolean } {
  const decode = (length: number, stream: boolean): string | null => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream });
    } catch {
      return null;
    }
  };
  const text = decode(bytes.length, false);
  if (text !== null) return { text, whole: true };
  let good = 0;
  for (let bad = bytes.length + 1; bad - good > 1; ) {
    const middle = (good + bad) >> 1;
    if (decode(middle, true) === null) bad = middle;
    else good = middle;
  }
  return { text: decode(good, true) ?? '', whole: false };
}

/** A message of the parser as a sentence. */
function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** Reads a file as YAML within limits of size and depth, without aliases. Never throws. */
export function readScopeDocument(given: string | Uint8Array): ScopeDocument {
  const large = (typeof given === 'string' ? Buffer.byteLength(given) : given.length) > LARGEST_SCOPE_FILE;
  const read = typeof given === 'string' || large ? { text: '', whole: true } : readUtf8(given);
  const text = (typeof given === 'string' ? given : read.text).replace(/^\ufeff/, '');
  const counter = new LineCounter();
  const problems: ScopeProblem[] = [];
  const placed = (offset: number, message: string, hint: string): ScopeProblem => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1), message, hint };
  };
  const at = (node: unknown, message: string, hint: string) => placed(offsetOf(node), message, hint);
  const parse = (source: string) =>
    parseDocument(source, {
      lineCounter: counter,
      uniqueKeys: false,
      keepSourceTokens: true,
      schema: 'core',
      prettyErrors: false,
      logLevel: 'error',
    });
  const refused = (message: string, hint: string, place = { line: 1, column: 1 }): ScopeDocument => ({
    document: parse(''),
    text,
    value: null,
    problems: [{ ...place, message, hint }],
    migratedFrom: null,
    at,
  });

  if (large) {
    return refused(
      `The file is larger than ${LARGEST_SCOPE_FILE / 1024} KiB.`,
      'Choose whole spaces or subtrees instead of single pages.',
    );
  }
  if (!read.whole) {
    const lines = text.split(/\r\n?|\n/);
    const place = { line: lines.length, column: lines.at(-1)!.length + 1 };
    const hint = 'Save it as UTF-8 (iconv -f ENCODING -t UTF-8 does it).';
    return refused('The file is not UTF-8 from here on.', hint, place);
  }
  if (text.trim() === '')
    return refused('The file is empty.', 'Restore the last version that worked, or remove the file.');
  if (nestsTooDeeply(text)) {
    return refused(
      'The file is nested too deeply.',
      'A scope file has four levels: restore the last version that worked.',
    );
  }
  const document = parse(text);
  for (const error of document.errors) {
    problems.push(placed(error.pos[0], syntaxMessage(error), syntaxHint(error.code)));
  }
  const migratedFrom = problems.length > 0 ? null : migrateScopeDocument(document);
  const value = problems.length > 0 ? null : plain(document.contents, (node, m, h) => problems.push(at(node, m, h)), 0);
  return { document, text, value, problems, migratedFrom, at };
}
