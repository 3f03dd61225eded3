import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';

/** Reads Markdown as GitHub does. */
export function readGfm(markdown: string): Root {
  return fromMarkdown(markdown, {
    extensions: [gfm(), math()],
    mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()],
  });
}

/**
 * A tree without what is no content: positions, data of the readers, absent values, and `spread`, which the parser gets
 * wrong for a list before a quote within a quote.
 */
export function bare(node: Nodes): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name === 'position' || name === 'data' || name === 'spread' || value === null || value === undefined) continue;
    result[name] = name === 'children' ? (value as Nodes[]).map(bare) : value;
  }
  return result;
}

/** What a reader sees: text, code, descriptions of pictures, and the text of HTML. */
export function visibleText(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') return node.value;
  if (node.type === 'inlineMath' || node.type === 'math') return node.value;
  if (node.type === 'break') return '\n';
  if (node.type === 'image') return node.alt ?? '';
  if (node.type === 'html') return unescapeHtml(node.value.replace(/<[^>]*>/g, ' '));
  if (!('children' in node)) return '';
  const block = !['strong', 'emphasis', 'delete', 'link'].includes(node.type);
  return node.children.map(visibleText).join('') + (block ? '\n' : '');
}

function unescapeHtml(value: string): string {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#10': '\n' };
  return value.replace(/&(lt|gt|quot|amp|#10);/g, (_, name: string) => names[name]!);
}
