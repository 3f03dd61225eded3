import type { SkipReason } from '../../core/plan.ts';
import type { Preview } from '../../core/preview.ts';
import type { SyncOutcome } from './facts.ts';

/** Bounds of a preview and what a first run is expected to cost. */
export interface PreviewOptions {
  /** Files and skipped pages that are listed by name. */
  readonly limit: number;
  readonly requests: number;
  readonly points: number;
}

/** The dry run of a plan, for people. */
export function previewOf(
  outcome: Pick<SyncOutcome, 'plan' | 'paths' | 'counts'>,
  titles: ReadonlyMap<string, string>,
  options: PreviewOptions,
): Preview {
  const files = [...outcome.paths]
    .map(([pageId, path]) => ({ path, title: titles.get(pageId) ?? pageId, pageId }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const byReason: Partial<Record<SkipReason, number>> = {};
  for (const { reason } of outcome.plan.skips) byReason[reason] = (byReason[reason] ?? 0) + 1;
  return {
    pages: outcome.counts.pages,
    files: files.slice(0, options.limit),
    moreFiles: Math.max(0, files.length - options.limit),
    skipped: outcome.plan.skips
      .slice(0, options.limit)
      .map(({ page, reason }) => ({ pageId: page.id, title: page.title, reason })),
    skippedByReason: byReason,
    requests: options.requests,
    points: options.points,
  };
}
