import type { Plan, PlannedRemoval, PlannedWrite } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import { Problem } from '../../core/problem.ts';
import type { ExportedSource } from '../../core/roles/exported-source.ts';
import type { Scope } from '../../core/scope.ts';
import { editsOf, planSync, type SyncOutcome } from '../../pipeline/sync/index.ts';

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

/** What was found out about the files of a plan. */
export interface Findings {
  readonly tree: ReadonlyMap<string, string>;
  /** Ids of pages of which the file or an attachment has other bytes than the tree. */
  readonly changed: ReadonlySet<string>;
  /** Ids of pages of which an attachment has other bytes. */
  readonly filesChanged: ReadonlySet<string>;
  /** Pages that each page of `changed` links to. */
  readonly links: ReadonlyMap<string, readonly string[]>;
  /** Paths of the attachments of each page. */
  readonly attachments: ReadonlyMap<string, readonly string[]>;
  /** Files as the newest commit of a mirror left them, where others have gone on since. */
  readonly published: ReadonlyMap<string, string> | null;
}

/** Whether a title that stood is gone: a link by that name leads nowhere now, and does not say where it led. */
function losesTitles({ outcome, ledger, pages }: ExportPlan): boolean {
  const isRenamed = ({ page }: PlannedWrite) => page.title !== (ledger.get(page.id)?.title ?? page.title);
  return outcome.plan.removals.length > 0 || pages.some(isRenamed);
}

/** Tells of pages whether a link to them is shown otherwise than before. */
function hasNewPlace({ outcome, ledger, pages }: ExportPlan): (id: string) => boolean {
  const titles = new Map(pages.map(({ page }) => [page.id, page.title]));
  return (id) => {
    const row = ledger.get(id);
    const title = titles.get(id);
    if ((row?.path ?? undefined) !== outcome.paths.get(id)) return true;
    return row !== undefined && title !== undefined && title !== row.title;
  };
}

/** Edits by hand that the write of a page overwrites. */
function editsOfWrite({ page, path, from }: PlannedWrite, { published, tree, attachments }: Findings) {
  if (published === null) return [];
  const row = { path: from ?? path, attachmentPaths: attachments.get(page.id) ?? [] };
  return editsOf(row, { published, byHand: true, tree });
}

/** The part of a plan that changes anything, each write with its true reason, for the words of its commit. */
export function effectOf(plan: ExportPlan, findings: Findings): Plan {
  const { outcome, pages } = plan;
  const { removals, holds, skips } = outcome.plan;
  const { changed, filesChanged, links, published, tree } = findings;
  const isElsewhere = hasNewPlace(plan);
  const mayFollow = losesTitles(plan);
  const planned = new Set(outcome.plan.writes.map(({ page }) => page.id));
  const writes = pages
    .filter(({ page, from }) => from !== null || changed.has(page.id))
    .map((write): PlannedWrite => {
      const edits = editsOfWrite(write, findings);
      const told = edits.length > 0 ? { ...write, edits } : write;
      const stood = write.reason === 'new' && edits.some(({ path }) => path === write.path);
      if (planned.has(write.page.id) && !stood) return told;
      if (edits.length > 0) return { ...told, reason: 'edited-elsewhere' };
      if (filesChanged.has(write.page.id)) return { ...told, reason: 'changed' };
      const follows = mayFollow || (links.get(write.page.id) ?? []).some(isElsewhere);
      return { ...told, reason: follows ? 'links-changed' : 'missing-in-tree' };
    });
  const leaving = removals.map((removal): PlannedRemoval => {
    const left = published?.get(removal.path);
    const isEdited = left !== undefined && left !== tree.get(removal.path);
    return isEdited ? { ...removal, edits: [{ path: removal.path, what: 'edited' }] } : removal;
  });
  const unchanged = pages.length - writes.length;
  return { writes, removals: leaving, holds, skips, unchanged, guard: { state: 'clear' } };
}
