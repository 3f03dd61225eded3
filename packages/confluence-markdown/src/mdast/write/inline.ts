import type { Break, Image, InlineCode, Link, Nodes, Text } from 'mdast';
import type { Handle, Info, State } from 'mdast-util-to-markdown';
import { writePhrasing } from './phrasing.ts';
import { escapeAddress, escapeQuoted, escapeText } from './text.ts';

const ALERT = /^\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\](?=\n|$)/;
const AUTOLINK = /^(?:https?|ftp|mailto):[^\s<>\\"`{|}^[\]\u0000-\u0020\u007F]+$/i;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const EMAIL = new RegExp(`^[a-z0-9.+_-]+@${LABEL}(?:\\.${LABEL})+$`, 'i');

/** Counts dollar signs of a block, up to two. */
export function countDollars(node: Nodes): number {
  if (node.type === 'inlineMath') return 2;
  if (node.type === 'text' || node.type === 'inlineCode') {
    const first = node.value.indexOf('$');
    return first < 0 ? 0 : node.value.indexOf('$', first + 1) < 0 ? 1 : 2;
  }
  let count = 0;
  if ('children' in node) {
    for (const child of node.children) {
      count += countDollars(child);
      if (count > 1) return 2;
    }
  }
  return count;
}

/** What the writer knows about the block that it is in. */
export interface BlockPlace {
  dollars: boolean;
  inCell: boolean;
  inHeading: boolean;
}

/** The words that make an alert of a quote: first thing in its first paragraph, on a line of their own. */
function alertMarker(node: Text, siblings: number, state: State): string {
  const { stack, indexStack } = state;
  const first = indexStack[indexStack.length - 1] === 0 && indexStack[indexStack.length - 2] === 0;
  if (!first || stack[stack.length - 3] !== 'blockquote') return '';
  const match = ALERT.exec(node.value);
  if (!match) return '';
  if (node.value.length > match[0].length) return `${match[0]}\n`;
  return siblings === 1 ? match[0] : '';
}

/** Writers of inline nodes. `place` is the block at hand. */
export function inlineHandlers(place: BlockPlace): Record<string, Handle> {
  const text: Handle = (node: Text, parent, state, info) => {
    const marker = node.value.startsWith('[!')
      ? alertMarker(node, (parent as { children: unknown[] }).children.length, state)
      : '';
    const escaped = escapeText(node.value.slice(marker.length), {
      before: marker === '' ? info.before || ' ' : '\n',
      after: info.after,
      inLink: state.stack.includes('link'),
      ...place,
    });
    return marker + escaped;
  };

  const inlineCode: Handle = (node: InlineCode) => {
    let { value } = node;
    const runs = new Set((value.match(/`+/g) ?? []).map((run) => run.length));
    let size = 1;
    while (runs.has(size)) size++;
    const fence = '`'.repeat(size);
    if (/[^ ]/.test(value) && (/^ .* $/s.test(value) || /^`|`$/.test(value))) value = ` ${value} `;
    value = value.replace(/\n/g, ' ');
    if (place.inCell) value = value.replace(/\|/g, '\\|');
    return `${fence}${value}${fence}`;
  };

  const isAutolink = (node: Link): boolean => {
    const only = node.children.length === 1 ? node.children[0] : undefined;
    if (only?.type !== 'text' || node.title) return false;
    if (only.value === node.url) return AUTOLINK.test(node.url);
    return `mailto:${only.value}` === node.url && EMAIL.test(only.value);
  };

  const link: Handle = (node: Link, _parent, state, info) => {
    if (isAutolink(node)) return `<${(node.children[0] as Text).value}>`;
    const exit = state.enter('link');
    const label = writePhrasing(node, state, { ...info, before: '[', after: ']' });
    exit();
    const address = escapeAddress(node.url);
    const title = node.title ? ` "${escapeQuoted(node.title, place.inCell)}"` : '';
    const written = `[${label}](${address === '' && title !== '' ? '<>' : address}${title})`;
    // At the start of a line, code with a closing bracket and a colon would make a definition of it.
    return title === '' && info.before.endsWith('\n') && label.includes(']:')
      ? `[${label}](${address || '<>'} "")`
      : written;
  };

  const image: Handle = (node: Image) => {
    const title = node.title ? ` "${escapeQuoted(node.title, place.inCell)}"` : '';
    const address = escapeAddress(node.url);
    return `![${escapeQuoted(node.alt ?? '', place.inCell)}](${address === '' && title !== '' ? '<>' : address}${title})`;
  };

  const hardBreak: Handle = (_node: Break) => (place.inCell || place.inHeading ? ' ' : '\\\n');

  const peeks: Record<string, (node: Nodes, parent: unknown, state: State, info: Info) => string> = {
    inlineCode: () => '`',
    link: (node) => (isAutolink(node as Link) ? '<' : '['),
    image: () => '!',
  };
  const handlers: Record<string, Handle> = { text, inlineCode, link, image, break: hardBreak };
  for (const [name, peek] of Object.entries(peeks)) Object.assign(handlers[name]!, { peek });
  return handlers;
}
