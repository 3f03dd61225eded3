import type { Image, InlineCode, Link, PhrasingContent, Text } from 'mdast';
import { place } from './place.ts';
import { escapeAddress, escapeQuoted, escapeText } from './text.ts';

const ALERT = /^\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?=\n|$)/;
const AUTOLINK = /^(?:https?|ftp|mailto):[^\s<>\\"`{|}^[\]\u0000-\u0020\u007F]+$/i;

/** A pipe that no backslash can keep in a cell: with one more, a reader takes them for pairs. */
const SPLIT = /(?<!\\)\\(?:\\\\)*\|/;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const EMAIL = new RegExp(`^[a-z0-9.+_-]+@${LABEL}(?:\\.${LABEL})+$`, 'i');

/** The words that make an alert of a quote: first thing in its first paragraph, on a line of their own. */
function alertMarker(value: string, alone: boolean): string {
  const match = ALERT.exec(value);
  if (!match) return '';
  if (value.length > match[0].length) return `${match[0]}\n`;
  return alone ? match[0] : '';
}

/** @param first whether it may be the marker of an alert: `only` where nothing else stands in the block */
export function writeText(node: Text, first: 'only' | 'first' | false, before: string, after: string): string {
  const { value } = node;
  const marker = first && place.inAlert && value.startsWith('[!') ? alertMarker(value, first === 'only') : '';
  if (marker === '') return escapeText(value, before || ' ', after, place);
  return marker + escapeText(value.slice(marker.length), '\n', after, place);
}

/** Code between as many backticks as it takes. */
export function writeCode(node: InlineCode): string {
  let { value } = node;
  if (!/[`\n|]|^ | $/.test(value)) return `\`${value}\``;
  if (place.inCell && SPLIT.test(value)) return `<code>${escapeText(value, '>', '<', place)}</code>`;
  const runs = new Set((value.match(/`+/g) ?? []).map((run) => run.length));
  let size = 1;
  while (runs.has(size)) size++;
  const fence = '`'.repeat(size);
  if (/[^ ]/.test(value) && (/^ .* $/s.test(value) || /^`|`$/.test(value))) value = ` ${value} `;
  value = value.replace(/\n/g, ' ');
  if (place.inCell) value = value.replace(/\|/g, '\\|');
  return `${fence}${value}${fence}`;
}

/** Whether an address stands for itself, `<https://…>`. */
export function isAutolink(node: Link): boolean {
  const only = node.children.length === 1 ? node.children[0] : undefined;
  if (only?.type !== 'text' || node.title) return false;
  if (only.value === node.url) return AUTOLINK.test(node.url);
  return node.url.startsWith('mailto:') && `mailto:${only.value}` === node.url && EMAIL.test(only.value);
}

/** @param label what is written between the square brackets */
export function writeLink(node: Link, label: string, before: string): string {
  const address = escapeAddress(node.url);
  const title = node.title ? ` "${escapeQuoted(node.title, place.inCell)}"` : '';
  // At the start of a line, code with a closing bracket and a colon would make a definition of it.
  return title === '' && before.endsWith('\n') && label.includes(']:')
    ? `[${label}](${address || '<>'} "")`
    : `[${label}](${address === '' && title !== '' ? '<>' : address}${title})`;
}

export function writeImage(node: Image): string {
  const title = node.title ? ` "${escapeQuoted(node.title, place.inCell)}"` : '';
  const address = escapeAddress(node.url);
  return `![${escapeQuoted(node.alt ?? '', place.inCell)}](${address === '' && title !== '' ? '<>' : address}${title})`;
}

export function writeBreak(): string {
  return place.inCell || place.inHeading ? ' ' : '\\\n';
}

/** First character that a node will be written with, as far as what stands before it has to know; null: not known. */
export function firstOf(node: PhrasingContent): string | null {
  switch (node.type) {
    case 'text':
      return node.value.charAt(0);
    case 'inlineCode':
      return '`';
    case 'link':
      return isAutolink(node) ? '<' : '[';
    case 'image':
      return '!';
    case 'html':
      return '<';
    case 'inlineMath':
      return '$';
    case 'break':
      return '\\';
    case 'strong':
    case 'emphasis':
      return '*';
    case 'delete':
      return '~';
    default:
      return null;
  }
}
