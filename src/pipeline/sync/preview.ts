import type { SkipReason } from '../../core/plan.ts';
import type { Preview } from '../../core/preview.ts';
import type { SyncOutcome } from './facts.ts';

/** Bounds of a preview and what a first run is expected to cost. */
export interface PreviewOptions
  extends Pick<Preview, 'requests' | 'points' | 'seconds' | 'bytes' | 'attachments' | 'repositoryVisibility'> {
  /** Files and skipped pages that are listed by name. */
  readonly limit: number;
  /** Bytes of files by page, where they were looked at. */
  readonly sizes?: ReadonlyMap<string, number>;
}

/** The dry run of a plan, for people: nothing in it has happened. Every page of the scope is counted. */
export function previewOf(
  outcome: Pick<SyncOutcome, 'plan' | 'paths' | 'counts' | 'missingSpaces' | 'missingPages'>,
  titles: ReadonlyMap<string, string>,
  options: PreviewOptions,
): Preview {
  const { limit, sizes, ...estimates } = options;
  const { missingSpaces: spaces, missingPages: pageIds } = outcome;
  const byPath = new Map([...outcome.paths].map(([pageId, path]) => [path, pageId]));
  const files = [...byPath.keys()].sort().map((path) => {
    const pageId = byPath.get(path)!;
    const bytes = sizes?.get(pageId);
    return { path, title: titles.get(pageId) ?? pageId, pageId, ...(bytes === undefined ? {} : { bytes }) };
  });
  const byReason: Partial<Record<SkipReason, number>> = {};
  for (const { reason } of outcome.plan.skips) byReason[reason] = (byReason[reason] ?? 0) + 1;
  return {
    pages: outcome.counts.pages,
    files: files.slice(0, limit),
    moreFiles: Math.max(0, files.length - limit),
    skipped: outcome.plan.skips
      .slice(0, limit)
      .map(({ page, reason }) => ({ pageId: page.id, title: page.title, reason })),
    skippedByReason: byReason,
    removals: outcome.plan.removals.length,
    ...(spaces.length + pageIds.length > 0 ? { missing: { spaces, pageIds } } : {}),
    ...estimates,
  };
}
