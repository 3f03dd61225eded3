import type { Heading, Paragraph, PhrasingContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { PageMeta } from '../../core/page.ts';

/** Line ends, control characters, halves of characters and marks that turn the direction of what follows. */
const NOT_SHOWN = /[\s\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

function print(node: Heading | Paragraph): string {
  return toMarkdown(node, { extensions: [gfmToMarkdown()] });
}

/** A text as one line that shows all it says. */
export function plainLine(text: string): string {
  return text.replace(NOT_SHOWN, ' ').trim();
}

/** A paragraph as Markdown, escaped as it must be. */
export function paragraph(children: PhrasingContent[]): string {
  return print({ type: 'paragraph', children });
}

/** The title as the file's one heading of the first level. */
export function titleLine(title: string): string {
  return print({ type: 'heading', depth: 1, children: [{ type: 'text', value: plainLine(title) || 'Untitled' }] });
}

/** What stands for the body of an item that has none which could be written as text. */
export function stubBody(page: Pick<PageMeta, 'kind' | 'url'>): string {
  return paragraph([
    { type: 'text', value: `The content of this ${page.kind} is not part of the mirror: ` },
    { type: 'link', url: page.url, title: null, children: [{ type: 'text', value: 'open it at its source' }] },
    { type: 'text', value: '.' },
  ]);
}

/** What stands for a body that could not be converted: the reason, and where the page can be read. */
export function unconvertedBody(page: Pick<PageMeta, 'url'>, reason: string): string {
  return paragraph([
    { type: 'text', value: `The content of this page could not be converted (${plainLine(reason)}): ` },
    { type: 'link', url: page.url, title: null, children: [{ type: 'text', value: 'open it at its source' }] },
    { type: 'text', value: '.' },
  ]);
}
