import { type AdfMark, type AdfNode, extension, leaf, textNode } from '../../../worlds/adf.ts';
import type { BodyLookup } from './lookup.ts';
import { childOf, parametersOf, type StorageElement, textOf } from './storage-tree.ts';

type Marks = readonly AdfMark[];
type Reader = (element: StorageElement, marks: Marks, lookup: BodyLookup) => AdfNode[];

const add =
  (mark: AdfMark): Reader =>
  (element, marks, lookup) =>
    readInlines(element, lookup, marks.some((each) => each.type === mark.type) ? marks : [...marks, mark]);

function readSpan(element: StorageElement, marks: Marks, lookup: BodyLookup): AdfNode[] {
  const colour = /(?:^|;)\s*color:\s*(#[0-9a-f]{3,6})/i.exec(element.attributes.style ?? '')?.[1];
  return colour
    ? add({ type: 'textColor', attrs: { color: colour } })(element, marks, lookup)
    : readInlines(element, lookup, marks);
}

function readAnchor(element: StorageElement, marks: Marks, lookup: BodyLookup): AdfNode[] {
  const { href } = element.attributes;
  if (!href) return readInlines(element, lookup, marks);
  if (element.attributes['data-card-appearance'] === 'inline') return [leaf('inlineCard', { url: href })];
  return add({ type: 'link', attrs: { href } })(element, marks, lookup);
}

/** The vendor sends a link to a page that does not exist to the form that creates it. */
function missingPage(title: string, spaceKey: string, lookup: BodyLookup): string {
  const query = new URLSearchParams({ spaceKey, title, linkCreation: 'true', fromPageId: lookup.itemId });
  return `${lookup.siteUrl}/wiki/pages/createpage.action?${query}`;
}

function addressOf(
  target: StorageElement,
  lookup: BodyLookup,
): { readonly href: string; readonly text: string } | undefined {
  const at = target.attributes;
  const spaceKey = at['ri:space-key'] ?? lookup.spaceKey;
  switch (target.name) {
    case 'ri:page':
    case 'ri:blog-post': {
      const title = at['ri:content-title'] ?? '';
      return { href: lookup.urlOf(title, spaceKey) ?? missingPage(title, spaceKey, lookup), text: title };
    }
    case 'ri:attachment': {
      const name = at['ri:filename'] ?? '';
      return {
        href: `${lookup.siteUrl}/wiki/download/attachments/${lookup.itemId}/${encodeURIComponent(name)}`,
        text: name,
      };
    }
    case 'ri:space':
      return { href: `${lookup.siteUrl}/wiki/spaces/${spaceKey}`, text: spaceKey };
    case 'ri:url':
      return { href: at['ri:value'] ?? '', text: at['ri:value'] ?? '' };
    default:
      return undefined;
  }
}

function readLink(element: StorageElement, marks: Marks, lookup: BodyLookup): AdfNode[] {
  const user = childOf(element, 'ri:user')?.attributes;
  if (user) {
    const id = user['ri:account-id'] ?? user['ri:userkey'] ?? '';
    return [leaf('mention', { id, text: `@${lookup.nameOf(id)}`, accessLevel: '' })];
  }
  const target = element.children.find((child) => typeof child !== 'string' && child.name.startsWith('ri:'));
  const address = target && typeof target !== 'string' ? addressOf(target, lookup) : undefined;
  const anchor = element.attributes['ac:anchor'];
  const href = `${address?.href ?? ''}${anchor ? `#${anchor}` : ''}`;
  const linked: Marks = [...marks, { type: 'link', attrs: { href } }];
  const rich = childOf(element, 'ac:link-body');
  if (rich) return readInlines(rich, lookup, linked);
  const plain = childOf(element, 'ac:plain-text-link-body');
  const text = (plain ? textOf(plain) : undefined) || address?.text || anchor || href;
  return text === '' ? [] : [textNode(text, linked)];
}

function readStatus(parameters: Readonly<Record<string, string>>): AdfNode {
  const colour = (parameters.colour ?? parameters.color ?? 'grey').toLowerCase();
  return leaf('status', { text: parameters.title ?? '', color: colour === 'grey' ? 'neutral' : colour, style: '' });
}

/** A macro within a line. Its plain text, where it has one, is not in ADF. */
function readMacro(element: StorageElement): AdfNode[] {
  const name = element.attributes['ac:name'] ?? 'unknown';
  const parameters = parametersOf(element);
  return [name === 'status' ? readStatus(parameters) : extension('inlineExtension', name, parameters)];
}

const readers: Readonly<Record<string, Reader>> = {
  strong: add({ type: 'strong' }),
  b: add({ type: 'strong' }),
  em: add({ type: 'em' }),
  i: add({ type: 'em' }),
  u: add({ type: 'underline' }),
  s: add({ type: 'strike' }),
  del: add({ type: 'strike' }),
  code: (element, marks) => {
    const text = textOf(element);
    return text === '' ? [] : [textNode(text, [...marks.filter((mark) => mark.type === 'link'), { type: 'code' }])];
  },
  sub: add({ type: 'subsup', attrs: { type: 'sub' } }),
  sup: add({ type: 'subsup', attrs: { type: 'sup' } }),
  span: readSpan,
  a: readAnchor,
  br: () => [leaf('hardBreak')],
  time: (element) => [leaf('date', { timestamp: String(Date.parse(element.attributes.datetime ?? '') || 0) })],
  'ac:link': readLink,
  'ac:emoticon': (element) => {
    const at = element.attributes;
    const name = at['ac:emoji-shortname'] ?? `:${at['ac:name'] ?? 'smile'}:`;
    return [leaf('emoji', { shortName: name, id: at['ac:emoji-id'] ?? '', text: at['ac:emoji-fallback'] ?? name })];
  },
  'ac:inline-comment-marker': (element, marks, lookup) =>
    add({ type: 'annotation', attrs: { annotationType: 'inlineComment', id: element.attributes['ac:ref'] ?? '' } })(
      element,
      marks,
      lookup,
    ),
  'ac:placeholder': (element) => [leaf('placeholder', { text: textOf(element) })],
  'ac:structured-macro': readMacro,
  'ac:macro': readMacro,
};

/** Whether an element stands within a line. */
export function isInline(element: StorageElement): boolean {
  if (/^ac:(structured-)?macro$/.test(element.name)) return element.attributes['ac:name'] === 'status';
  return element.name in readers;
}

/** Content of an element as inline nodes; unknown elements give what they hold. */
export function readInlines(
  element: Pick<StorageElement, 'children'>,
  lookup: BodyLookup,
  marks: Marks = [],
): AdfNode[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') {
      const text = child.replaceAll(/[ \t\r\n]+/g, ' ');
      return text === '' ? [] : [textNode(text, marks)];
    }
    return readers[child.name]?.(child, marks, lookup) ?? readInlines(child, lookup, marks);
  });
}
