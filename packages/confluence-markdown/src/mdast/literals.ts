import type { InlineCode, Link, PhrasingContent, Text } from 'mdast';
import { splitGfm } from './gfm-literals.ts';

/** Where something may start that GitHub would make more of than text. */
const HINT = /https?:\/\/|@|#\d|\bGH-\d/gi;
const POSSIBLE = /:\/\/|@|#\d|GH-\d|www\./i;
const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+$/i;

function code(value: string): InlineCode {
  return { type: 'inlineCode', value, data: { chip: true } as InlineCode['data'] };
}

function link(url: string, value: string): Link {
  return { type: 'link', url, title: null, children: [{ type: 'text', value }] };
}

const isWord = (character: string | undefined) => character !== undefined && /[A-Za-z0-9_]/.test(character);

/** End of an address that starts at `start`: up to a space or a mark that cannot stand in one, less trailing punctuation. */
function endOfUrl(value: string, start: number): number {
  let end = start;
  let open = 0;
  while (end < value.length && !/[\s<>"'`|\\^{}[\]\u0000-\u001f\u007f\u3000-\u303f\uff00-\uffef]/.test(value[end]!)) {
    if (value[end] === '(') open++;
    else if (value[end] === ')' && --open < 0) break;
    end++;
  }
  while (end > start && /[?!.,:*_~;&)\]]/.test(value[end - 1]!)) {
    if (value[end - 1] === ')' && open >= 0 && value.slice(start, end).includes('(')) break;
    end--;
  }
  return end;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly node: PhrasingContent;
}

function findUrl(value: string, start: number): Found | null {
  if (/[A-Za-z0-9]/.test(value[start - 1] ?? '')) return null;
  const end = endOfUrl(value, start);
  const url = value.slice(start, end);
  return /^https?:\/\/[A-Za-z0-9][^/?#]*/i.test(url) ? { start, end, node: link(url, url) } : null;
}

function findAt(value: string, at: number): Found | null {
  if (isWord(value[at - 1])) return null;
  let end = at + 1;
  if (!/[A-Za-z0-9]/.test(value[end] ?? '')) return null;
  while (end < value.length && /[\w/-]/.test(value[end]!)) end++;
  return { start: at, end, node: code(value.slice(at, end)) };
}

function findIssue(value: string, hash: number, length: number, from: number): Found | null {
  let start = hash;
  while (start > from && start > hash - 120 && /[\w./-]/.test(value[start - 1]!)) start--;
  if (!CLOSING.test(value.slice(Math.max(from, start - 24), start))) return null;
  let end = hash + length;
  while (end < value.length && /\d/.test(value[end]!)) end++;
  return { start, end, node: code(value.slice(start, end)) };
}

function splitOwn(value: string, links: boolean): PhrasingContent[] | null {
  HINT.lastIndex = 0;
  let result: PhrasingContent[] | null = null;
  let from = 0;
  for (let match = HINT.exec(value); match; match = HINT.exec(value)) {
    const at = match.index;
    const hint = match[0];
    let found: Found | null = null;
    if (hint === '@') found = findAt(value, at);
    else if (hint.includes('://')) found = links ? findUrl(value, at) : null;
    else found = findIssue(value, at, hint.length, from);
    if (!found || found.start < from) continue;
    result ??= [];
    if (found.start > from) result.push({ type: 'text', value: value.slice(from, found.start) });
    result.push(found.node);
    from = found.end;
    HINT.lastIndex = Math.max(from, at + 1);
  }
  if (result && from < value.length) result.push({ type: 'text', value: value.slice(from) });
  return result;
}

/**
 * Splits a text where GitHub would make more of it than text. Addresses become the links that they would become
 * anyway; `@name` and the number behind a closing word (`Fixes #1`) become code, which calls nobody and closes nothing.
 * What is left between is looked at again, since a reader sees it as a text of its own.
 *
 * @param links false within a link, where addresses stay text
 */
export function splitLiterals(node: Text, links: boolean): PhrasingContent[] | null {
  const { value } = node;
  if (!POSSIBLE.test(value)) return null;
  const parts = (links ? splitGfm(value) : null) ?? splitOwn(value, links);
  return parts?.flatMap((part) => (part.type === 'text' ? (splitLiterals(part, links) ?? [part]) : [part])) ?? null;
}
