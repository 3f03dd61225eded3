import type { Link, PhrasingContent, Text } from 'mdast';
import type {} from 'mdast-util-math';

/**
 * Addresses that GFM turns into links wherever they stand in text, escaped or not. The expressions say the same as
 * those of `mdast-util-gfm-autolink-literal`, so that a tree has those links before a reader finds them. Each starts
 * where no earlier start is possible, so that the search is linear.
 */
const WEB = /(?<![\da-z])(https?:\/\/|www(?=\.))([\w-]*\.[\w\-.]*)([^\t\n\r ]*)/gi;
const XMPP = /(?<![\w+\-.@])xmpp:([\w+\-.]+)@([\w-]+(?:\.[\w-]+)+)(\/(?:[\w\-/]|\.(?=[\dA-Za-z]))*)?/g;
const MAILTO = /(?<![\w+\-.@])mailto:([\w+\-.]+)@([\w-]+(?:\.[\w-]+)+)/g;
const EMAIL = /(?<![\w+\-.]|(?:^|[^\d@A-Za-z])(?:mailto|xmpp):)([\w+\-.]+)@([\w-]+(?:\.[\w-]+)+)/g;

const BOUNDARY = /[\s\p{P}\p{S}]/u;
const TRAILING = '!"&\'),.:;<>?]}';

function link(url: string, value: string): Link {
  return { type: 'link', url, title: null, children: [{ type: 'text', value }] };
}

function validDomain(domain: string): boolean {
  const parts = domain.split('.');
  const bad = (part: string | undefined) => Boolean(part) && (part!.includes('_') || !/[\dA-Za-z]/.test(part!));
  return parts.length >= 2 && !bad(parts.at(-1)) && !bad(parts.at(-2));
}

function count(value: string, character: string): number {
  return value.split(character).length - 1;
}

/** Punctuation at the end is no part of an address, but a bracket that was opened in it is. */
function splitTrail(url: string): [string, string] {
  let end = url.length;
  while (end > 0 && TRAILING.includes(url[end - 1]!)) end--;
  let address = url.slice(0, end);
  let trail = url.slice(end);
  let missing = count(address, '(') - count(address, ')');
  for (let close = trail.indexOf(')'); close >= 0 && missing > 0; close = trail.indexOf(')')) {
    address += trail.slice(0, close + 1);
    trail = trail.slice(close + 1);
    missing--;
  }
  return [address, trail];
}

function web(match: RegExpExecArray): PhrasingContent[] | null {
  const before = match.input[match.index - 1];
  if (before !== undefined && !BOUNDARY.test(before)) return null;
  let [, protocol = '', domain = '', path = ''] = match;
  let prefix = '';
  if (/^w/i.test(protocol)) {
    domain = protocol + domain;
    protocol = '';
    prefix = 'http://';
  }
  if (/^[\p{P}\p{S}]/u.test(domain) || !validDomain(domain)) return null;
  const [address, trail] = splitTrail(domain + path);
  const shown = link(prefix + protocol + address, protocol + address);
  return trail === '' ? [shown] : [shown, { type: 'text', value: trail }];
}

function mail(prefix: string, scheme: string) {
  return (match: RegExpExecArray): PhrasingContent[] | null => {
    const [, name = '', domain = '', resource = ''] = match;
    if (/[\d\-_]$/.test(domain)) return null;
    const trailing = match.input[match.index + match[0].length];
    if (resource !== '' && (!/[A-Za-z]$/.test(resource) || trailing === '@')) return null;
    return [link(`${scheme}${name}@${domain}${resource}`, `${prefix}${name}@${domain}${resource}`)];
  };
}

const FINDERS: readonly [RegExp, (match: RegExpExecArray) => PhrasingContent[] | null][] = [
  [WEB, web],
  [XMPP, mail('xmpp:', 'xmpp:')],
  [MAILTO, mail('mailto:', 'mailto:')],
  [EMAIL, mail('', 'mailto:')],
];

function find(value: string, expression: RegExp, make: (match: RegExpExecArray) => PhrasingContent[] | null) {
  const result: PhrasingContent[] = [];
  let from = 0;
  expression.lastIndex = 0;
  for (let match = expression.exec(value); match; match = expression.exec(value)) {
    const made = make(match);
    if (!made) {
      expression.lastIndex = match.index + 1;
      continue;
    }
    if (match.index > from) result.push({ type: 'text', value: value.slice(from, match.index) });
    result.push(...made);
    from = match.index + match[0].length;
  }
  if (result.length > 0 && from < value.length) result.push({ type: 'text', value: value.slice(from) });
  return result;
}

/** The text with the links that GFM sees in it, or null where it sees none. */
export function splitGfm(value: string): (PhrasingContent | Text)[] | null {
  for (const [expression, make] of FINDERS) {
    const parts = find(value, expression, make);
    if (parts.length > 0) return parts;
  }
  return null;
}
