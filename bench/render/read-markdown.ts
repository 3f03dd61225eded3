import type { Definition, Nodes, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type Markup, readMarkup } from './markup.ts';
import { htmlText, readHtml } from './read-html.ts';
import { block, type Node } from './tree.ts';

/** Parses Markdown as GitHub does. */
export const parseGfm = (markdown: string): Root =>
  fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

/** Reads the output of a converter: Markdown as GFM becomes HTML, and that is read as a browser would. */
export function readMarkdown(markdown: string): Node {
  const root = parseGfm(markdown);
  const definitions = new Map<string, Definition>();
  collect(root, definitions);
  return block(many(readMarkup(toHtml(root, definitions)).children));
}

const ALERT =
  /^\s*(?:\[!\w+\]|(?:info|tip|note|warning|panel|success|error|important|caution)\b|[ℹ⚠✅❌💡📝⛔❗🛑📢])/iu;

function many(children: Markup['children']): Node[] {
  return children.map((child) => {
    if (typeof child === 'string') return htmlText(child);
    const node = readHtml(child, many);
    if (child.name !== 'blockquote' || !ALERT.test(said(child))) return node;
    return { kind: 'macro', evidence: 'panel', children: [node] };
  });
}

const said = (element: Markup): string =>
  element.children.map((child) => (typeof child === 'string' ? child : said(child))).join('');

function collect(node: Nodes, definitions: Map<string, Definition>): void {
  if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  if ('children' in node) for (const child of node.children) collect(child, definitions);
}

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function toHtml(node: Nodes, definitions: ReadonlyMap<string, Definition>): string {
  const inner = () => ('children' in node ? node.children.map((child) => toHtml(child, definitions)).join('') : '');
  const wrap = (name: string, attributes = '') => `<${name}${attributes}>${inner()}</${name}>`;
  switch (node.type) {
    case 'text':
      return escaped(node.value);
    case 'html':
      return node.value;
    case 'code': {
      const language = node.lang ? ` class="language-${escaped(node.lang)}"` : '';
      return `<pre><code${language}>${escaped(node.value)}</code></pre>`;
    }
    case 'inlineCode':
      return `<code>${escaped(node.value)}</code>`;
    case 'break':
      return '<br>';
    case 'thematicBreak':
      return '<hr>';
    case 'paragraph':
      return wrap('p');
    case 'heading':
      return wrap(`h${node.depth}`);
    case 'blockquote':
      return wrap('blockquote');
    case 'list':
      return node.ordered ? wrap('ol', ` start="${node.start ?? 1}"`) : wrap('ul');
    case 'listItem': {
      const box = node.checked === true ? '<input type="checkbox" checked>' : '<input type="checkbox">';
      return `<li>${typeof node.checked === 'boolean' ? box : ''}${inner()}</li>`;
    }
    case 'link':
      return wrap('a', ` href="${escaped(node.url)}"`);
    case 'image':
      return `<img src="${escaped(node.url)}" alt="${escaped(node.alt ?? '')}">`;
    case 'linkReference': {
      const definition = definitions.get(node.identifier);
      return definition ? wrap('a', ` href="${escaped(definition.url)}"`) : inner();
    }
    case 'imageReference': {
      const url = definitions.get(node.identifier)?.url ?? '';
      return `<img src="${escaped(url)}" alt="${escaped(node.alt ?? '')}">`;
    }
    case 'table':
      return tableHtml(node, definitions);
    case 'strong':
    case 'emphasis':
    case 'delete':
      return wrap('span');
    case 'footnoteReference':
    case 'definition':
      return '';
    default:
      return inner();
  }
}

function tableHtml(table: Table, definitions: ReadonlyMap<string, Definition>): string {
  const rows = table.children.map((row, index) => {
    const name = index === 0 ? 'th' : 'td';
    const cells = row.children.map((cell) => {
      const content = cell.children.map((child) => toHtml(child, definitions)).join('');
      return `<${name}>${content}</${name}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}
