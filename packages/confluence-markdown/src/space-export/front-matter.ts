import { createHash } from 'node:crypto';
import { toMarkdown } from '../mdast/index.ts';
import type { ExportedPage } from './content.ts';

export interface Header {
  readonly page: ExportedPage;
  readonly spaceKey: string;
  readonly url: string;
  readonly labels: readonly string[];
  readonly authors: readonly string[];
  readonly body: string;
}

/** JSON is YAML once what YAML cannot print is escaped. */
function scalar(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Front matter and the title as a heading: the head of a file, one field a line, always in this order. */
export function headOf({ page, spaceKey, url, labels, authors, body }: Header): string {
  const fields = {
    id: page.id,
    space: spaceKey,
    title: page.title,
    version: page.version,
    url,
    parent: page.parentId,
    labels,
    authors,
    created: page.created,
    modified: page.modified,
    sourceHash: createHash('sha256').update(body).digest('hex'),
    kind: page.kind,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${scalar(value)}\n`);
  return `---\n${lines.join('')}---\n${titleLine(page.title)}`;
}

/** A title as the one heading of the first level; nothing in it is markup. */
export function titleLine(title: string): string {
  const value = title.replace(/[\s\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim() || 'Untitled';
  return toMarkdown({ type: 'root', children: [{ type: 'heading', depth: 1, children: [{ type: 'text', value }] }] });
}
