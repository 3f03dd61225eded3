import type { PageMeta, Space } from '../../core/page.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { Scope, SpaceScope } from '../../core/scope.ts';
import type { RemotePage, SyncFacts, SyncOutcome } from './facts.ts';
import { planSync } from './plan.ts';

export function metaFor(id: string, change: Partial<PageMeta> = {}): PageMeta {
  return {
    id,
    kind: 'page',
    spaceId: `id-${change.spaceKey ?? 'ENG'}`,
    spaceKey: 'ENG',
    parentId: null,
    title: `Page ${id}`,
    version: 1,
    state: 'current',
    position: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-02T00:00:00.000Z',
    authorId: 'ada',
    editorId: null,
    url: `https://wiki.example/${id}`,
    ...change,
  };
}

export function read(
  id: string,
  change: Partial<PageMeta> = {},
  more: { readonly labels?: readonly string[]; readonly restricted?: boolean | null } = {},
): RemotePage {
  return {
    meta: metaFor(id, change),
    labels: more.labels ?? [],
    restricted: more.restricted === undefined ? false : more.restricted,
  };
}

export function spaceScope(key: string, change: Partial<SpaceScope> = {}): SpaceScope {
  return { key, selectedPageIds: null, includeDescendants: false, exclude: { pageIds: [], labels: [] }, ...change };
}

export function scopeOf(spaces: readonly SpaceScope[], change: Partial<Scope> = {}): Scope {
  return {
    version: 1,
    source: 'wiki',
    spaces,
    attachments: { include: true, maxBytes: 1 },
    blogPosts: false,
    ...change,
  };
}

export function spaceFor(key: string): Space {
  return { id: `id-${key}`, key, name: key, url: `https://wiki.example/${key}`, personal: false, homepageId: null };
}

export function factsFor(remote: readonly RemotePage[], change: Partial<SyncFacts> = {}): SyncFacts {
  return {
    scope: scopeOf([spaceScope('ENG')]),
    mirrorRoot: 'wiki',
    spaces: [spaceFor('ENG'), spaceFor('OPS')],
    remote,
    listings: new Map([
      ['ENG', 'complete'],
      ['OPS', 'complete'],
    ]),
    confirmed: new Map(),
    failed: new Set(),
    ledger: [],
    tree: new Map(),
    guard: { files: 10, share: 0.2 },
    ...change,
  };
}

/** Ledger and tree as they stand when the outcome has been published and saved. */
export function carryOut(facts: SyncFacts, outcome: SyncOutcome): Pick<SyncFacts, 'ledger' | 'tree'> {
  const tree = new Map(facts.tree);
  for (const removal of outcome.plan.removals) tree.delete(removal.path);
  for (const write of outcome.plan.writes) if (write.from !== null) tree.delete(write.from);
  for (const write of outcome.plan.writes) tree.set(write.path, `blob of ${write.page.id}`);
  const rows = new Map<string, LedgerPage>(facts.ledger.map((row) => [row.pageId, row]));
  for (const id of outcome.forget) rows.delete(id);
  for (const row of outcome.ledger) rows.set(row.pageId, row);
  return { ledger: [...rows.values()], tree };
}

/** Ledger and tree after a first run over the given pages. */
export function mirrored(remote: readonly RemotePage[], change: Partial<SyncFacts> = {}) {
  const facts = factsFor(remote, change);
  return carryOut(facts, planSync(facts));
}
