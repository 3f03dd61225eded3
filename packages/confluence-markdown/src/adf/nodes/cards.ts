import type { PhrasingContent, RootContent } from 'mdast';
import { linkTo } from '../../constructs/link.ts';
import { placeholder } from '../../constructs/placeholder.ts';
import { paragraph, text } from '../../constructs/text.ts';
import { type AdfNode, attribute, attributesOf, type NodeRule, type Reader } from '../node.ts';

type Bag = Readonly<Record<string, unknown>>;

function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null ? (value as Bag) : {};
}

function words(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

/** Link of a smart link. Its title is fetched when it is shown; what is known here is the address, or data it carries. */
function card(node: AdfNode, reader: Reader, where: string): PhrasingContent[] {
  const data = bag(attributesOf(node).data);
  const href = attribute(node, 'url') || words(data.url) || words(data['@id']);
  const name = words(data.name) || words(data.title);
  if (href === '') {
    if (name === '') reader.context.note({ kind: 'dropped', what: `node:${node.type}`, where });
    return name === '' ? [] : [text(name)];
  }
  return linkTo({ kind: 'url', href }, name === '' ? [] : [text(name)], reader.context, where);
}

function block(node: AdfNode, reader: Reader, where: string): RootContent[] {
  const source = bag(attributesOf(node).datasource);
  const query = words(bag(source.parameters).jql) || words(bag(source.parameters).cql);
  if (Object.keys(source).length > 0) {
    const { url, data } = attributesOf(node);
    if (!url && !data) return placeholder('datasource', { query }, reader.context, where, false, 'blockCard');
    reader.context.note({ kind: 'degraded', what: 'blockCard:datasource', where, ...(query ? { text: query } : {}) });
  }
  const shown = card(node, reader, where);
  return shown.length > 0 ? [paragraph(shown)] : [];
}

/** Cards of the time before smart links: a title, a description and details, each in a line. */
function application(node: AdfNode, reader: Reader, where: string): RootContent[] {
  const attrs = attributesOf(node);
  const title = words(bag(attrs.title).text) || attribute(node, 'text');
  const short = attribute(node, 'text').trim();
  if (short !== '' && short !== title) {
    reader.context.note({ kind: 'dropped', what: 'node:applicationCard', where, text: short });
  }
  const href = words(bag(attrs.link).url) || attribute(node, 'textUrl');
  const label: PhrasingContent[] = title === '' ? [] : [text(title)];
  const head = href === '' ? label : linkTo({ kind: 'url', href }, label, reader.context, where);
  const details = (Array.isArray(attrs.details) ? attrs.details : []).map((detail: unknown) => {
    const { title: name, text: value, lozenge, badge } = bag(detail);
    const parts = [words(value), words(bag(lozenge).text), words(bag(badge).value)].filter((part) => part !== '');
    return [words(name), parts.join(' ')].filter((part) => part !== '').join(': ');
  });
  const lines = [words(bag(attrs.description).text), ...details, words(bag(attrs.context).text)];
  const rest = lines.filter((line) => line !== '').map((line) => paragraph([text(line)]));
  return head.length > 0 ? [paragraph([{ type: 'strong', children: head }]), ...rest] : rest;
}

/** Links that show what they lead to. */
export const cardRules: readonly NodeRule[] = [
  { names: ['inlineCard'], becomes: 'Link under the title that the resolver knows, else its address', read: card },
  {
    names: ['blockCard', 'embedCard'],
    becomes: 'Link in a paragraph, a placeholder with its query where it has none; a data source is reported',
    read: block,
  },
  { names: ['applicationCard'], becomes: 'Bold link, description and details as paragraphs', read: application },
];
