import type { PageMeta } from '../../core/page.ts';

/** Hash over everything of a page that its file shows, body by version: 64 hex characters. */
export function sourceHashOf(_page: PageMeta, _labels: readonly string[]): string {
  throw new Error('Not written yet.');
}
