import { escapeXml } from './escape.ts';
import type { BodyLookup } from './lookup.ts';
import { childOf, parametersOf, parseStorage, type StorageElement, textOf } from './storage-tree.ts';

const kept = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote hr pre code strong em u s del sub sup br table tbody thead tr th td a span b i'.split(
    ' ',
  ),
);
const keptAttributes = new Set(['href', 'colspan', 'rowspan', 'start']);

function viewLink(element: StorageElement, lookup: BodyLookup): string {
  const page = childOf(element, 'ri:page', 'ri:blog-post')?.attributes;
  const user = childOf(element, 'ri:user')?.attributes;
  if (user) return `<a class="confluence-userlink">${escapeXml(lookup.nameOf(user['ri:account-id'] ?? ''))}</a>`;
  const body = childOf(element, 'ac:link-body', 'ac:plain-text-link-body');
  const text = body ? escapeXml(textOf(body)) : escapeXml(page?.['ri:content-title'] ?? '');
  const href = page ? lookup.urlOf(page['ri:content-title'] ?? '', page['ri:space-key'] ?? lookup.spaceKey) : undefined;
  const anchor = element.attributes['ac:anchor'];
  return href || anchor ? `<a href="${escapeXml(`${href ?? ''}${anchor ? `#${anchor}` : ''}`)}">${text}</a>` : text;
}

function viewMacro(element: StorageElement, lookup: BodyLookup): string {
  const name = element.attributes['ac:name'] ?? '';
  const rich = childOf(element, 'ac:rich-text-body');
  const plain = childOf(element, 'ac:plain-text-body');
  if (name === 'status') return `<span class="status-macro">${escapeXml(parametersOf(element).title ?? '')}</span>`;
  if (plain) return `<pre>${escapeXml(textOf(plain))}</pre>`;
  return rich ? `<div class="macro-${escapeXml(name)}">${viewChildren(rich, lookup)}</div>` : '';
}

function view(element: StorageElement, lookup: BodyLookup): string {
  if (element.name === 'ac:link') return viewLink(element, lookup);
  if (element.name === 'ac:structured-macro' || element.name === 'ac:macro') return viewMacro(element, lookup);
  if (element.name === 'ac:task-id' || element.name === 'ac:task-status') return '';
  if (element.name === 'time') return `<time>${escapeXml(element.attributes.datetime ?? '')}</time>`;
  if (element.name === 'ac:emoticon') return escapeXml(element.attributes['ac:emoji-fallback'] ?? '');
  if (element.name === 'ac:image') {
    const fileName = childOf(element, 'ri:attachment')?.attributes['ri:filename'] ?? '';
    const source = `${lookup.siteUrl}/wiki/download/attachments/${lookup.itemId}/${encodeURIComponent(fileName)}`;
    return `<img src="${escapeXml(source)}" alt="${escapeXml(element.attributes['ac:alt'] ?? fileName)}" />`;
  }
  const inner = viewChildren(element, lookup);
  if (!kept.has(element.name)) return inner;
  const attributes = Object.entries(element.attributes).filter(
    ([name, value]) => keptAttributes.has(name) && !/^\s*javascript:/i.test(value),
  );
  const written = attributes.map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('');
  return element.name === 'br' || element.name === 'hr'
    ? `<${element.name} />`
    : `<${element.name}${written}>${inner}</${element.name}>`;
}

function viewChildren(element: StorageElement, lookup: BodyLookup): string {
  return element.children.map((child) => (typeof child === 'string' ? escapeXml(child) : view(child, lookup))).join('');
}

/** Storage format as plain HTML, for people and for the rendered representations. Only known elements pass. */
export function toView(storage: string, lookup: BodyLookup): string {
  return viewChildren(parseStorage(storage), lookup);
}
