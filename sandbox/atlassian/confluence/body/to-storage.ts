import type { AdfMark, AdfNode } from '../../../worlds/adf.ts';
import { escapeXml } from './escape.ts';
import type { BodyLookup } from './lookup.ts';

type Attributes = Readonly<Record<string, string | undefined>>;

function element(name: string, content: string, attributes: Attributes = {}): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(value!)}"`)
    .join('');
  return content === '' ? `<${name}${written} />` : `<${name}${written}>${content}</${name}>`;
}

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

function macro(name: string, parameters: Attributes, body = ''): string {
  const written = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `<ac:parameter ac:name="${escapeXml(key)}">${escapeXml(value!)}</ac:parameter>`)
    .join('');
  return element('ac:structured-macro', written + body, { 'ac:name': name, 'ac:schema-version': '1' });
}

const richBody = (content: string) => `<ac:rich-text-body>${content}</ac:rich-text-body>`;
const attr = (node: AdfNode, name: string): string | undefined =>
  node.attrs?.[name] === undefined || node.attrs[name] === null ? undefined : String(node.attrs[name]);

function writeLink(content: string, text: string, href: string, lookup: BodyLookup): string {
  const [address = '', anchor] = href.split('#');
  const target = lookup.titleAt(address);
  if (!target) return element('a', content, { href });
  const space = target.spaceKey === lookup.spaceKey ? undefined : target.spaceKey;
  const page = element('ri:page', '', { 'ri:space-key': space, 'ri:content-title': target.title });
  const body =
    content === escapeXml(text)
      ? `<ac:plain-text-link-body>${cdata(text)}</ac:plain-text-link-body>`
      : `<ac:link-body>${content}</ac:link-body>`;
  return element('ac:link', page + body, { 'ac:anchor': anchor });
}

const colourStyle = (colour: unknown) => `color: ${String(colour)};`;

const marks: Readonly<Record<string, (content: string, mark: AdfMark) => string>> = {
  strong: (content) => element('strong', content),
  em: (content) => element('em', content),
  strike: (content) => element('del', content),
  underline: (content) => element('u', content),
  code: (content) => element('code', content),
  subsup: (content, mark) => element(String(mark.attrs?.type), content),
  textColor: (content, mark) => element('span', content, { style: colourStyle(mark.attrs?.color) }),
  backgroundColor: (content, mark) =>
    element('span', content, { style: `background-${colourStyle(mark.attrs?.color)}` }),
  annotation: (content, mark) => element('ac:inline-comment-marker', content, { 'ac:ref': String(mark.attrs?.id) }),
};

function writeText(node: AdfNode, lookup: BodyLookup): string {
  const text = node.text ?? '';
  let content = escapeXml(text);
  for (const mark of node.marks ?? []) {
    if (mark.type !== 'link') content = marks[mark.type]?.(content, mark) ?? content;
  }
  const link = node.marks?.find((mark) => mark.type === 'link');
  return link ? writeLink(content, text, String(link.attrs?.href), lookup) : content;
}

const panelMacros: Readonly<Record<string, string>> = {
  info: 'info',
  note: 'panel',
  warning: 'note',
  error: 'warning',
  success: 'tip',
  tip: 'tip',
};

function writeTask(node: AdfNode, inner: string): string {
  const status = node.attrs?.state === 'DONE' ? 'complete' : 'incomplete';
  return `<ac:task><ac:task-id>${escapeXml(attr(node, 'localId') ?? '')}</ac:task-id><ac:task-status>${status}</ac:task-status><ac:task-body>${inner}</ac:task-body></ac:task>`;
}

function writeDecisions(node: AdfNode, lookup: BodyLookup): string {
  const items = (node.content ?? []).map((item) =>
    element('ac:adf-node', `<ac:adf-content>${writeAll(item.content, lookup)}</ac:adf-content>`, {
      type: 'decision-item',
    }),
  );
  const list = element('ac:adf-node', items.join(''), { type: 'decision-list' });
  const fallback = (node.content ?? []).map((item) => `<li><p>${writeAll(item.content, lookup)}</p></li>`).join('');
  return `<ac:adf-extension>${list}<ac:adf-fallback><ul>${fallback}</ul></ac:adf-fallback></ac:adf-extension>`;
}

function writeExtension(node: AdfNode, inner: string): string {
  const parameters =
    (node.attrs?.parameters as { macroParams?: Record<string, { value?: unknown }> })?.macroParams ?? {};
  const texts = Object.fromEntries(Object.entries(parameters).map(([key, entry]) => [key, String(entry?.value ?? '')]));
  return macro(attr(node, 'extensionKey') ?? 'unknown', texts, node.content ? richBody(inner) : '');
}

function writeImage(node: AdfNode, lookup: BodyLookup): string {
  const media = node.content?.[0];
  if (!media) return '';
  const file = lookup.fileById(attr(media, 'id') ?? '');
  const source = file
    ? element('ri:attachment', '', { 'ri:filename': file.fileName })
    : element('ri:url', '', { 'ri:value': attr(media, 'url') ?? '' });
  return element('ac:image', source, {
    'ac:align': 'center',
    'ac:layout': attr(node, 'layout'),
    'ac:alt': attr(media, 'alt'),
    'ac:width': attr(node, 'width'),
    'ac:original-width': attr(media, 'width'),
    'ac:original-height': attr(media, 'height'),
  });
}

function writeCell(name: string, node: AdfNode, inner: string): string {
  const span = (key: string) => (node.attrs?.[key] && node.attrs[key] !== 1 ? String(node.attrs[key]) : undefined);
  return element(name, inner, { colspan: span('colspan'), rowspan: span('rowspan') });
}

const widths: Readonly<Record<number, string>> = { 1: 'single', 2: 'two_equal', 3: 'three_equal' };

type Writer = (node: AdfNode, inner: string, lookup: BodyLookup) => string;

const writers: Readonly<Record<string, Writer>> = {
  doc: (_node, inner) => inner,
  text: (node, _inner, lookup) => writeText(node, lookup),
  paragraph: (_node, inner) => element('p', inner),
  heading: (node, inner) => element(`h${attr(node, 'level')}`, inner),
  bulletList: (_node, inner) => element('ul', inner),
  orderedList: (node, inner) => element('ol', inner, { start: attr(node, 'order') }),
  listItem: (_node, inner) => element('li', inner),
  blockquote: (_node, inner) => element('blockquote', inner),
  rule: () => '<hr />',
  hardBreak: () => '<br />',
  codeBlock: (node) => {
    const text = (node.content ?? []).map((part) => part.text ?? '').join('');
    return macro(
      'code',
      { language: attr(node, 'language') },
      `<ac:plain-text-body>${cdata(text)}</ac:plain-text-body>`,
    );
  },
  panel: (node, inner) => macro(panelMacros[attr(node, 'panelType') ?? ''] ?? 'panel', {}, richBody(inner)),
  expand: (node, inner) => macro('expand', { title: attr(node, 'title') }, richBody(inner)),
  nestedExpand: (node, inner) => macro('expand', { title: attr(node, 'title') }, richBody(inner)),
  taskList: (_node, inner) => element('ac:task-list', inner),
  taskItem: (node, inner) => writeTask(node, inner),
  decisionList: (node, _inner, lookup) => writeDecisions(node, lookup),
  table: (_node, inner) => element('table', `<tbody>${inner}</tbody>`, { 'data-layout': 'default' }),
  tableRow: (_node, inner) => element('tr', inner),
  tableHeader: (node, inner) => writeCell('th', node, inner),
  tableCell: (node, inner) => writeCell('td', node, inner),
  layoutSection: (node, inner) =>
    element('ac:layout-section', inner, { 'ac:type': widths[node.content?.length ?? 1] ?? 'single' }),
  layoutColumn: (_node, inner) => element('ac:layout-cell', inner),
  mediaSingle: (node, _inner, lookup) => writeImage(node, lookup),
  mention: (node) => `<ac:link>${element('ri:user', '', { 'ri:account-id': attr(node, 'id') })}</ac:link>`,
  date: (node) =>
    element('time', '', { datetime: new Date(Number(attr(node, 'timestamp'))).toISOString().slice(0, 10) }),
  status: (node) => macro('status', { title: attr(node, 'text'), colour: statusColour(attr(node, 'color')) }),
  emoji: (node) =>
    element('ac:emoticon', '', {
      'ac:name': attr(node, 'shortName')?.replaceAll(':', ''),
      'ac:emoji-shortname': attr(node, 'shortName'),
      'ac:emoji-id': attr(node, 'id'),
      'ac:emoji-fallback': attr(node, 'text'),
    }),
  inlineCard: (node, _inner, lookup) => {
    const url = attr(node, 'url') ?? '';
    const target = lookup.titleAt(url.split('#')[0] ?? '');
    return target
      ? writeLink(escapeXml(target.title), target.title, url, lookup)
      : element('a', escapeXml(url), { href: url, 'data-card-appearance': 'inline' });
  },
  extension: (node) => writeExtension(node, ''),
  inlineExtension: (node) => writeExtension(node, ''),
  bodiedExtension: (node, inner) => writeExtension(node, inner),
};

function statusColour(colour: string | undefined): string {
  const names: Readonly<Record<string, string>> = {
    neutral: 'Grey',
    purple: 'Purple',
    blue: 'Blue',
    red: 'Red',
    yellow: 'Yellow',
    green: 'Green',
  };
  return names[colour ?? ''] ?? 'Grey';
}

function writeAll(nodes: readonly AdfNode[] | undefined, lookup: BodyLookup): string {
  return (nodes ?? []).map((node) => write(node, lookup)).join('');
}

function write(node: AdfNode | null, lookup: BodyLookup): string {
  // Bad inputs have holes.
  if (!node) return '';
  const inner = writeAll(node.content, lookup);
  return writers[node.type]?.(node, inner, lookup) ?? inner;
}

/** ADF as storage format. Layouts are wrapped as a whole when there is one. */
export function toStorage(document: AdfNode, lookup: BodyLookup): string {
  const blocks = document.content ?? [];
  if (!blocks.some((block) => block?.type === 'layoutSection')) return writeAll(blocks, lookup);
  const sections = blocks.map((block) =>
    block?.type === 'layoutSection'
      ? write(block, lookup)
      : `<ac:layout-section ac:type="fixed-width"><ac:layout-cell>${write(block, lookup)}</ac:layout-cell></ac:layout-section>`,
  );
  return `<ac:layout>${sections.join('')}</ac:layout>`;
}
