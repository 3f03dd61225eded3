import { type Markup, rawText } from './markup.ts';
import { apart, block, inline, lineBreak, type Node, text } from './tree.ts';

const INLINE = new Set([
  ...['a', 'abbr', 'b', 'bdi', 'bdo', 'big', 'cite', 'del', 'em', 'font', 'i', 'ins', 'kbd', 'label', 'mark', 'q', 's'],
  ...['samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'tt', 'u', 'var', 'wbr', 'code'],
]);
const UNSEEN = new Set(['script', 'style', 'svg', 'template', 'head', 'colgroup', 'input']);

/** Reads what storage format and the HTML of Markdown have in common; `many` reads children in the caller's dialect. */
export function readHtml(element: Markup, many: (children: Markup['children']) => Node[]): Node {
  const { name, attributes } = element;
  const children = () => many(element.children);
  if (UNSEEN.has(name)) return inline([]);
  switch (name) {
    case 'br':
      return lineBreak;
    case 'code':
    case 'kbd':
    case 'tt':
      return apart(children());
    case 'span':
      return /monospace/.test(attributes.style ?? '') ? apart(children()) : inline(children());
    case 'a':
      return attributes.href
        ? { kind: 'link', target: { address: attributes.href }, children: children() }
        : inline(children());
    case 'img': {
      const keys = [attributes.src, attributes.alt, attributes.title];
      return { kind: 'media', keys: keys.filter((key) => key !== undefined), alt: attributes.alt ?? '' };
    }
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
      return { kind: 'heading', level: Number(name[1]), children: children() };
    case 'ul':
      return { kind: 'list', start: null, children: children() };
    case 'ol':
      return { kind: 'list', start: Number(attributes.start ?? 1), children: children() };
    case 'li':
      return { kind: 'item', done: taskState(element), children: children() };
    case 'pre':
      return preformatted(element);
    case 'table':
      return { kind: 'table', numbered: false, children: children() };
    case 'tr':
      return { kind: 'row', children: children() };
    case 'th':
    case 'td': {
      const span = `${Number(attributes.colspan) || 1}x${Number(attributes.rowspan) || 1}`;
      return { kind: 'cell', header: name === 'th', span, children: children() };
    }
    case 'details':
      return { kind: 'macro', evidence: 'expand', children: children() };
    default:
      return INLINE.has(name) ? inline(children()) : block(children());
  }
}

/** The state of a box in front of an item; null where there is none. */
function taskState(item: Markup): boolean | null {
  const first = item.children.find((child) => typeof child !== 'string' || child.trim() !== '');
  if (typeof first === 'string' || first === undefined) return null;
  if (first.name === 'p') return taskState(first);
  return first.name === 'input' && first.attributes.type === 'checkbox' ? 'checked' in first.attributes : null;
}

function preformatted(element: Markup): Node {
  const code = element.children.find((child): child is Markup => typeof child !== 'string' && child.name === 'code');
  const named = /(?:language|lang)-(\S+)/.exec(code?.attributes.class ?? element.attributes.class ?? '');
  const language = named?.[1] ?? element.attributes.lang ?? '';
  return { kind: 'code', language, text: withBreaks(element) };
}

const withBreaks = (element: Markup): string =>
  element.children
    .map((child) => (typeof child === 'string' ? child : child.name === 'br' ? '\n' : withBreaks(child)))
    .join('');

/** A run of text as HTML shows it. */
export const htmlText = (value: string): Node => text(value.replace(/[\t\n\r ]+/g, ' '));

/** Text below an element that shows nothing else. */
export const onlyText = (element: Markup): Node => text(rawText(element));
