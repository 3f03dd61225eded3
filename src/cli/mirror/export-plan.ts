import type { Plan, PlannedWrite } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import { Problem } from '../../core/problem.ts';
import type { ExportedSource } from '../../core/roles/exported-source.ts';
import type { Scope } from '../../core/scope.ts';
import { planSync, type SyncOutcome } from '../../pipeline/sync/index.ts';

/** A run that would remove more files than both says so first: as in a mirror that a server keeps. */
const GUARD = { files: 10, share: 0.2 };
/** Bytes of an attachment; larger ones are named in the mirror and not copied. */
export const MOST_ATTACHMENT_BYTES = 10 * 1024 * 1024;

export interface ExportPlan {
  readonly outcome: SyncOutcome;
  /** Rows of the exported spaces alone, by page. */
  readonly ledger: ReadonlyMap<string, LedgerPage>;
  /** Every page that will stand, whether its file changes or not. */
  readonly pages: readonly PlannedWrite[];
}

export interface PlanFacts {
  readonly source: ExportedSource;
  /** Id of the connector whose format the export is in. */
  readonly sourceId: string;
  readonly root: string;
  readonly tree: ReadonlyMap<string, string>;
  readonly standing: readonly LedgerPage[];
  readonly allowRemovals: boolean;
}

function wholeScope(sourceId: string, keys: readonly string[]): Scope {
  const exclude = { pageIds: [], labels: [] };
  return {
    version: 1,
    source: sourceId,
    spaces: keys.map((key) => ({ key, selectedPageIds: null, includeDescendants: false, exclude })),
    attachments: { include: true, maxBytes: MOST_ATTACHMENT_BYTES },
    blogPosts: true,
  };
}

/**
 * What an export makes of the mirror that stands: the same plan as a sync's. Only the spaces of the export are touched.
 * Problem `export-empty`, `stopped-by-guard`.
 */
export function planExport({ source, sourceId, root, tree, standing, allowRemovals }: PlanFacts): ExportPlan {
  const keys = source.spaces.map(({ key }) => key);
  if (source.pages.length === 0) {
    throw new Problem({
      code: 'export-empty',
      message: 'The export holds no page.',
      hint: 'Export the space again with its pages; who exports it has to see them.',
    });
  }
  const shown = new Set(source.pages.map(({ meta }) => meta.id));
  const ours = standing
    .filter(({ spaceKey }) => keys.includes(spaceKey))
    // Where a page stands follows from the export alone: one that is gone leads nowhere any more.
    .map((row) => (shown.has(row.pageId) ? row : { ...row, parentId: null }));
  const outcome = planSync({
    scope: wholeScope(sourceId, keys),
    mirrorRoot: root,
    spaces: source.spaces,
    remote: source.pages,
    listings: new Map(keys.map((key) => [key, 'complete'])),
    confirmed: new Map(),
    failed: new Set(),
    ledger: ours,
    tree,
    guard: GUARD,
    approvedRemovals: allowRemovals,
  });
  const { guard } = outcome.plan;
  if (guard.state === 'stopped') {
    throw new Problem({
      code: 'stopped-by-guard',
      message: `The export lacks ${guard.removals} of the ${guard.of} pages that are mirrored; nothing was changed.`,
      hint: 'See that it is a whole export of the space. If these pages are to go, run this again with --allow-removals.',
    });
  }
  const planned = new Map(outcome.plan.writes.map((write) => [write.page.id, write]));
  const pages = source.pages.flatMap(({ meta }): PlannedWrite[] => {
    const path = outcome.paths.get(meta.id);
    if (path === undefined) return [];
    return [planned.get(meta.id) ?? { page: meta, path, from: null, render: true, reason: 'links-changed' }];
  });
  return { outcome, ledger: new Map(ours.map((row) => [row.pageId, row])), pages };
}

/** The part of a plan that changes anything, for the words of its commit. */
export function effectOf({ outcome, pages }: ExportPlan, changed: ReadonlySet<string>): Plan {
  const { removals, holds, skips } = outcome.plan;
  const writes = pages.filter(({ page, from }) => from !== null || changed.has(page.id));
  return { writes, removals, holds, skips, unchanged: pages.length - writes.length, guard: { state: 'clear' } };
}
