import type { PageMeta } from '../../core/page.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';

type Standing = Partial<Pick<LedgerPage, 'path' | 'sourceHash' | 'absences'>> & Pick<LedgerPage, 'state' | 'reason'>;

/** The row of an item as read now. What only rendering knows stays as it was while a file stands. */
export function rowOf(meta: PageMeta, before: LedgerPage | undefined, standing: Standing): LedgerPage {
  const path = standing.path ?? null;
  return {
    pageId: meta.id,
    spaceId: meta.spaceId,
    spaceKey: meta.spaceKey,
    kind: meta.kind,
    parentId: meta.parentId,
    title: meta.title,
    version: meta.version,
    path,
    sourceHash: standing.sourceHash ?? null,
    linksTo: path === null ? [] : (before?.linksTo ?? []),
    attachmentPaths: path === null ? [] : (before?.attachmentPaths ?? []),
    state: standing.state,
    reason: standing.reason,
    absences: standing.absences ?? 0,
    losses: path === null ? 0 : (before?.losses ?? 0),
    modifiedAt: meta.modifiedAt,
    url: meta.url,
  };
}

/** The row of a page that was not read now and leaves the mirror, or stays out of it, for a reason. */
export function withoutFile(row: LedgerPage, reason: string): LedgerPage {
  const nothing = { path: null, sourceHash: null, linksTo: [], attachmentPaths: [], absences: 0, losses: 0 };
  return { ...row, ...nothing, state: 'skipped', reason };
}

/** What the ledger knows of a page, as far as it goes: for pages that were not read in this run. */
export function metaOf(row: LedgerPage): PageMeta {
  return {
    id: row.pageId,
    kind: row.kind,
    spaceId: row.spaceId,
    spaceKey: row.spaceKey,
    parentId: row.parentId,
    title: row.title,
    version: row.version,
    state: 'current',
    position: null,
    createdAt: row.modifiedAt ?? '',
    modifiedAt: row.modifiedAt ?? '',
    authorId: null,
    editorId: null,
    url: row.url ?? '',
  };
}
