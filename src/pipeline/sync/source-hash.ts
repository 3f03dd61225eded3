import { createHash } from 'node:crypto';
import type { PageMeta } from '../../core/page.ts';

/** Raised when files are written differently from the same source, so that all of them are written again. */
const RENDERING = 1;

/**
 * Hash over everything of a page that its file shows, the body by its version: 64 hex characters. A move,
 * a label or a new name changes it where the version at the source stays.
 */
export function sourceHashOf(page: PageMeta, labels: readonly string[]): string {
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
  ];
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
