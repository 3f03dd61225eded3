import type { Blockquote, ListItem, Paragraph, PhrasingContent, RootContent, Text } from 'mdast';
import type { Context } from '../types.ts';
import { safeAddress } from './address.ts';
import { cleanCharacters, hasSuspects } from './characters.ts';
import { uncrowded } from './crowded.ts';
import { canonicalPhrasing } from './phrasing.ts';
import { isSpread } from './spread.ts';

const ALERT = /^\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]/i;
const MARKER = /^\[![A-Z]+\]\n?/;

/** Where a node stands in the source, for notes; set by the readers of the formats. */
export function sourceOf(node: { readonly data?: unknown }): string | undefined {
  const source = (node.data as { source?: unknown } | undefined)?.source;
  return typeof source === 'string' ? source : undefined;
}

/** A text without characters that nobody sees; each that is taken out is reported. */
function clean<Value extends string | null | undefined>(value: Value, context: Context, where: string): Value {
  if (!value || !hasSuspects(value)) return value;
  const cleaned = cleanCharacters(value);
  for (const [code, count] of cleaned.removed ?? []) {
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    context.note({ kind: 'dropped', what: `character:${name}`, where, text: `${count} × ${name}` });
  }
  return cleaned.value as Value;
}

function cleanPhrasing(nodes: readonly PhrasingContent[], context: Context, where: string): void {
  for (const node of nodes) {
    switch (node.type) {
      case 'text':
      case 'inlineMath':
        node.value = clean(node.value, context, where);
        break;
      case 'inlineCode':
      case 'html':
        node.value = inLine(clean(node.value, context, where));
        break;
      case 'link':
        node.title = clean(node.title, context, where)?.replace(/\s+/g, ' ').trim() || null;
        node.url = safeAddress(clean(node.url, context, where));
        cleanPhrasing(node.children, context, where);
        break;
      case 'image':
        node.alt = clean(node.alt!, context, where).replace(/\s+/g, ' ').trim();
        node.title = clean(node.title, context, where);
        node.url = safeAddress(clean(node.url, context, where));
        break;
      default:
        if ('children' in node) cleanPhrasing(node.children, context, where);
    }
  }
}

function inLine(value: string): string {
  return value.includes('\n') ? value.replace(/\s*\n\s*/g, ' ') : value;
}

/** Line breaks as HTML, for places that are one line in Markdown. */
export function inOneLine(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.map((node): PhrasingContent => {
    if (node.type === 'break') return { type: 'html', value: '<br>' };
    if ('children' in node) node.children = inOneLine(node.children) as never;
    return node;
  });
}

/** Inline content in its one form, without hidden characters and without what would act by itself on GitHub. */
export function finishPhrasing(nodes: readonly PhrasingContent[], context: Context, where: string): PhrasingContent[] {
  cleanPhrasing(nodes, context, where);
  return canonicalPhrasing(uncrowded(nodes, context, where));
}

function finishParagraph(node: Paragraph, context: Context, where: string): boolean {
  node.children = finishPhrasing(node.children, context, where);
  return !isBlank(node.children);
}

/** Editors keep empty lines open with a space that does not break. */
function isBlank(line: readonly PhrasingContent[]): boolean {
  const only = line[0];
  return only === undefined || (line.length === 1 && only.type === 'text' && only.value.trim() === '');
}

function finishQuote(node: Blockquote, context: Context, where: string): boolean {
  if (!(node.data as { alert?: boolean } | undefined)?.alert) {
    node.children = finish(node.children, context, where) as Blockquote['children'];
    guardAlert(node);
    return node.children.length > 0;
  }
  const first = (node.children[0] as Paragraph).children[0] as Text;
  const marker = MARKER.exec(first.value)![0];
  first.value = first.value.slice(marker.length);
  node.children = finish(node.children, context, where) as Blockquote['children'];
  const body = node.children[0];
  if (marker.endsWith('\n') && body?.type === 'paragraph') {
    const [text, ...rest] = body.children;
    body.children =
      text?.type === 'text'
        ? [{ type: 'text', value: marker + text.value }, ...rest]
        : [{ type: 'text', value: marker }, ...body.children];
  } else {
    node.children.unshift({ type: 'paragraph', children: [{ type: 'text', value: marker.trimEnd() }] });
  }
  return true;
}

/** Words in a quote that would make an alert of it stand as code. */
function guardAlert(node: Blockquote): void {
  const head = node.children[0];
  const text = head?.type === 'paragraph' ? head.children[0] : undefined;
  const match = text?.type === 'text' ? ALERT.exec(text.value) : null;
  if (!match || head?.type !== 'paragraph' || text?.type !== 'text') return;
  const rest = text.value.slice(match[0].length);
  const code: PhrasingContent = { type: 'inlineCode', value: match[0] };
  head.children = [code, ...(rest ? [{ type: 'text' as const, value: rest }] : []), ...head.children.slice(1)];
}

/** A box needs a line of text behind it. */
function finishItem(item: ListItem): void {
  const head = item.children[0];
  if (typeof item.checked === 'boolean' && head?.type !== 'paragraph') {
    item.children.unshift({ type: 'paragraph', children: [{ type: 'text', value: '\u00A0' }] });
  }
  item.spread = isSpread(item);
}

function finishBlock(node: RootContent, context: Context, where: string): boolean {
  switch (node.type) {
    case 'paragraph':
      return finishParagraph(node, context, where);
    case 'heading':
      node.children = inOneLine(finishPhrasing(node.children, context, where));
      return !isBlank(node.children);
    case 'blockquote':
      return finishQuote(node, context, where);
    case 'list':
      for (const item of node.children) {
        item.children = finish(item.children, context, sourceOf(item) ?? where) as ListItem['children'];
        finishItem(item);
      }
      node.spread = false;
      return node.children.length > 0;
    case 'math':
      node.value = clean(node.value, context, where);
      return true;
    case 'code':
      node.value = clean(node.value, context, where);
      node.lang = clean(node.lang, context, where);
      node.meta = clean(node.meta, context, where);
      node.lang = node.lang || null;
      return true;
    case 'html':
      node.value = clean(node.value, context, where);
      if (node.value.includes('\n')) node.value = node.value.replace(/\n(?:[ \t]*\n)+/g, '\n');
      node.value = node.value.trim();
      return node.value !== '';
    default:
      return true;
  }
}

/**
 * Brings blocks into the one form that a parser of GFM reads back: no empty paragraphs, inline content canonical, lists
 * tight. Works in place and returns what is left.
 */
export function finish(nodes: readonly RootContent[], context: Context, where: string): RootContent[] {
  return nodes.filter((node) => finishBlock(node, context, sourceOf(node) ?? where));
}
