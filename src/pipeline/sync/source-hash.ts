import { createHash } from 'node:crypto';
import type { PageComment, PageMeta } from '../../core/page.ts';

/** Raised when files are written differently from the same source, so that all of them are written again. */
const RENDERING = 1;

/**
 * Hash over everything of a page that its file shows, the body by its version: 64 hex characters. A move,
 * a label, a new name or a comment changes it where the version at the source stays. `comments`: what
 * `commentsHashOf` gives, where the scope mirrors comments; then it has to be given for each reading of the page.
 */
export function sourceHashOf(page: PageMeta, labels: readonly string[], comments?: string): string {
  const shown = [
    RENDERING,
    page.id,
    page.kind,
    page.spaceKey,
    page.parentId,
    page.title,
    page.version,
    page.url,
    page.createdAt,
    page.modifiedAt,
    page.authorId,
    page.editorId,
    [...labels].sort(),
    ...(comments === undefined ? [] : [comments]),
  ];
  return hashOf(shown);
}

/** Hash over the comments that a file shows, whatever order they come in: 64 hex characters. */
export function commentsHashOf(comments: readonly PageComment[]): string {
  const shown = comments.map(({ id, parentId, version, resolved, anchorText, authorId }) =>
    JSON.stringify([id, parentId, version, resolved, anchorText, authorId]),
  );
  return hashOf([...new Set(shown)].sort());
}

function hashOf(value: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
