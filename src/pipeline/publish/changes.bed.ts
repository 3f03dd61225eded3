import type { PageMeta } from '../../core/page.ts';
import type { Plan, PlannedRemoval, PlannedWrite } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';

export function metaOf(id: string, change: Partial<PageMeta> = {}): PageMeta {
  return {
    id,
    kind: 'page',
    spaceId: 's1',
    spaceKey: 'ENG',
    parentId: null,
    title: `Page ${id}`,
    version: 2,
    state: 'current',
    position: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-02T00:00:00.000Z',
    authorId: null,
    editorId: null,
    url: `https://wiki.example/${id}`,
    ...change,
  };
}

export function writeOf(id: string, change: Partial<PlannedWrite> & { readonly title?: string } = {}): PlannedWrite {
  const { title = `Page ${id}`, ...more } = change;
  return { page: metaOf(id, { title }), path: `wiki/ENG/${id}.md`, from: null, render: true, reason: 'new', ...more };
}

export function removalOf(pageId: string, change: Partial<PlannedRemoval> = {}): PlannedRemoval {
  return { pageId, path: `wiki/ENG/${pageId}.md`, proof: 'confirmed-gone', ...change };
}

export function planOf(change: Partial<Plan> = {}): Plan {
  return { writes: [], removals: [], holds: [], skips: [], unchanged: 0, guard: { state: 'clear' }, ...change };
}

export function rowOf(pageId: string, attachmentPaths: readonly string[]): LedgerPage {
  const { spaceId, spaceKey, kind, parentId, title, version, url, modifiedAt } = metaOf(pageId);
  return {
    pageId,
    spaceId,
    spaceKey,
    kind,
    parentId,
    title,
    version,
    path: `wiki/ENG/${pageId}.md`,
    sourceHash: 'h',
    linksTo: [],
    attachmentPaths,
    state: 'mirrored',
    reason: null,
    absences: 0,
    losses: 0,
    modifiedAt,
    url,
  };
}
