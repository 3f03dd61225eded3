import { createHash } from 'node:crypto';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { printFrontMatter } from '../../src/config/front-matter.ts';
import type { CorpusDocument } from './test-set.ts';

export const MIRROR_ROOT = 'mirror';

export interface MirroredPage {
  readonly documentId: string;
  readonly pageId: string;
  readonly path: string;
  readonly content: Uint8Array;
}

/** Text as paragraphs and line breaks, the way an editor that knows no Markdown takes it in. */
function markdownOf(text: string): string {
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
  const children = paragraphs.map((paragraph) => ({
    type: 'paragraph' as const,
    children: paragraph
      .split('\n')
      .flatMap((line, at) => [
        ...(at > 0 ? [{ type: 'break' as const }] : []),
        { type: 'text' as const, value: line.trim() },
      ]),
  }));
  return toMarkdown({ type: 'root', children }, { extensions: [gfmToMarkdown()] });
}

/** A document of the corpus as the file that its page would have in a mirror. */
export function mirroredPage(document: CorpusDocument, number: number): MirroredPage {
  const pageId = String(1_000_000 + number);
  const head = printFrontMatter({
    pageId,
    spaceKey: 'EVAL',
    title: document.title === '' ? `Page ${number}` : document.title,
    version: 1,
    url: `https://pages.example/${pageId}`,
    parentId: null,
    labels: [],
    author: null,
    editor: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-01T00:00:00.000Z',
    sourceHash: createHash('sha256').update(document.text).digest('hex'),
    kind: 'page',
  });
  const content = new TextEncoder().encode(`${head}\n${markdownOf(document.text)}`);
  return { documentId: document.id, pageId, path: `${MIRROR_ROOT}/EVAL/${pageId}.md`, content };
}
