import type { DocumentSource } from '../core/chunk.ts';

/** What the head of a mirrored file tells. */
export interface PageHeader extends DocumentSource {
  readonly title: string;
  readonly sourceHash: string;
  readonly kind: string;
}

const FENCE = '---';
const FIELDS = [
  'id',
  'space',
  'title',
  'version',
  'url',
  'parent',
  'labels',
  'authors',
  'created',
  'modified',
  'sourceHash',
  'kind',
] as const;
const LINES = FIELDS.length + 2;
/** Stands for an author whose name is not known, so that the editor keeps the second place. */
const UNKNOWN = 'Unknown';

export type HeaderField = (typeof FIELDS)[number];

/** Line of a field in every mirrored file, 1-based. */
export function headerLine(field: HeaderField): number {
  return FIELDS.indexOf(field) + 2;
}

/** JSON is YAML once what YAML cannot print is escaped. */
function scalar(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function authorsOf(author: string | null, editor: string | null): readonly string[] {
  if (author === null && editor === null) return [];
  const first = author ?? UNKNOWN;
  return editor === author ? [first] : [first, editor ?? UNKNOWN];
}

function valuesOf(header: PageHeader): Readonly<Record<HeaderField, unknown>> {
  return {
    id: header.pageId,
    space: header.spaceKey,
    title: header.title,
    version: header.version,
    url: header.url,
    parent: header.parentId,
    labels: header.labels,
    authors: authorsOf(header.author, header.editor),
    created: header.createdAt,
    modified: header.modifiedAt,
    sourceHash: header.sourceHash,
    kind: header.kind,
  };
}

/** Front matter of a mirrored file: YAML with one line a field, in an order that never changes. */
export function printFrontMatter(header: PageHeader): string {
  const values = valuesOf(header);
  return `${FENCE}\n${FIELDS.map((field) => `${field}: ${scalar(values[field])}\n`).join('')}${FENCE}\n`;
}

/** The line of one field in a mirrored file, as `printFrontMatter` wrote it. */
export function printField(
  field: Exclude<HeaderField, 'sourceHash' | 'kind'>,
  page: Omit<PageHeader, 'sourceHash' | 'kind'>,
): string {
  return `${field}: ${scalar(valuesOf({ ...page, sourceHash: '', kind: '' })[field])}`;
}

function readField(line: string, field: HeaderField): unknown {
  if (!line.startsWith(`${field}: `)) return undefined;
  try {
    return JSON.parse(line.slice(field.length + 2));
  } catch {
    return undefined;
  }
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function nameOrNull(name: string | undefined): string | null {
  return name === undefined || name === UNKNOWN ? null : name;
}

/** Reads what `printFrontMatter` wrote and the number of lines it takes; null for anything else. */
export function readFrontMatter(
  lines: readonly string[],
): { readonly header: PageHeader; readonly lines: number } | null {
  if (lines[0] !== FENCE || lines[LINES - 1] !== FENCE) return null;
  const values = FIELDS.map((field, index) => readField(lines[index + 1]!, field));
  const [id, space, title, version, url, parent, labels, authors, created, modified, hash, kind] = values;
  const texts = [id, space, title, url, created, modified, hash, kind];
  if (!areTexts(texts) || typeof version !== 'number' || !areTexts(labels) || !areTexts(authors)) return null;
  if (parent !== null && typeof parent !== 'string') return null;
  const header = {
    pageId: texts[0]!,
    spaceKey: texts[1]!,
    title: texts[2]!,
    version,
    url: texts[3]!,
    parentId: parent,
    labels,
    author: nameOrNull(authors[0]),
    editor: nameOrNull(authors.at(-1)),
    createdAt: texts[4]!,
    modifiedAt: texts[5]!,
    sourceHash: texts[6]!,
    kind: texts[7]!,
  };
  return { header, lines: LINES };
}
