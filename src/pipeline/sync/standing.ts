import type { PlannedHold, SkipReason } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { RemotePage, SyncFacts } from './facts.ts';
import { type Fate, fateOfRead, fateOfUnread } from './fate.ts';
import { compareIds } from './ids.ts';
import { assignPaths, type PlacedPage } from './paths.ts';
import { type Candidate, candidateOf, judge, parentsOf } from './selection.ts';
import { inherited, type Parents } from './tree.ts';

/** Everything known of one item: as read now, as the ledger has it, and what becomes of it. */
export interface Item {
  readonly id: string;
  readonly remote: RemotePage | undefined;
  readonly row: LedgerPage | undefined;
  readonly fate: Fate;
}

function candidateOfRow(row: LedgerPage): Candidate {
  const isRestricted = row.state === 'skipped' && row.reason === 'restricted';
  // What was held back for want of an answer waits for one, and so does what stands below it.
  const restricted = row.reason === 'restriction-unknown' ? null : isRestricted;
  const lastSkip = row.state === 'skipped' && !isRestricted ? (row.reason as SkipReason) : null;
  const { pageId: id, kind, spaceKey, parentId, title } = row;
  const modifiedAt = row.modifiedAt ?? '';
  const state = lastSkip === 'archived' ? 'archived' : 'current';
  return { id, kind, spaceKey, parentId, state, title, modifiedAt, restricted, labels: null, lastSkip };
}

/** An event said so, reading the page shows nothing, and it is not that its whole space is out of sight. */
function isNowRestricted({ id, spaceKey }: Candidate, facts: SyncFacts): boolean {
  const said = facts.saidRestricted?.has(id) === true && facts.confirmed.get(id) === 'hidden';
  return said && facts.listings.get(spaceKey) !== 'absent';
}

function unreadRows(facts: SyncFacts): readonly LedgerPage[] {
  const read = new Set(facts.remote.map((page) => page.meta.id));
  return facts.ledger.filter((row) => !read.has(row.pageId) && row.state !== 'removed');
}

/** Every item of the reading and of the ledger with its fate. */
export function itemsOf(facts: SyncFacts): { readonly items: readonly Item[]; readonly parents: Parents } {
  const rows = new Map(facts.ledger.map((row) => [row.pageId, row]));
  const unread = unreadRows(facts);
  const candidates = new Map<string, Candidate>();
  for (const row of unread) candidates.set(row.pageId, candidateOfRow(row));
  for (const page of facts.remote) candidates.set(page.meta.id, candidateOf(page));
  for (const id of facts.saidRestricted ?? []) {
    const candidate = candidates.get(id);
    if (candidate && isNowRestricted(candidate, facts)) candidates.set(id, { ...candidate, restricted: true });
  }
  const verdicts = judge(facts.scope, candidates, (key) => facts.listings.get(key) === 'complete');

  const remote = new Map(facts.remote.map((page) => [page.meta.id, page]));
  const items = [...remote.values()].map(
    (page): Item => ({
      id: page.meta.id,
      remote: page,
      row: rows.get(page.meta.id),
      fate: fateOfRead(page.meta.id, verdicts.get(page.meta.id)!, facts),
    }),
  );
  for (const row of unread) {
    const fate = fateOfUnread(row, verdicts.get(row.pageId)!, facts);
    items.push({ id: row.pageId, remote: undefined, row, fate });
  }
  items.sort((a, b) => compareIds(a.id, b.id));
  return { items, parents: parentsOf(candidates.values()) };
}

/** Reasons for which a page that has no file counts as failed: it belongs into the mirror, and something was not answered. */
export function isFailure(reason: PlannedHold['reason']): boolean {
  return reason === 'read-failed' || reason === 'restriction-unknown';
}

/** A page that failed has its place among the others before it has a file, so that its children need not move later. */
function isPlaced({ fate, row }: Item): boolean {
  if (fate.kind === 'mirror') return true;
  const stands = row?.path != null || row?.kind === 'folder';
  if (fate.kind === 'hold') return stands || isFailure(fate.reason);
  return fate.kind === 'keep' && (stands || row!.state === 'failed');
}

/** The nearest ancestor that is placed too; undefined where the way up ends at an unknown parent. */
function placedParent(id: string, placed: ReadonlySet<string>, parents: Parents): string | null | undefined {
  let at = parents.get(id);
  while (at !== null && at !== undefined && !placed.has(at)) at = parents.get(at);
  return at;
}

/** Tells of an item whether anything new is known of it or of an item above it. */
function newsOf(items: readonly Item[], parents: Parents): (id: string) => boolean {
  const isStill = ({ remote, row, fate }: Item) =>
    fate.kind === 'keep' ||
    fate.kind === 'hold' ||
    (fate.kind === 'skip' && remote === undefined && row!.path === null);
  const still = new Set(items.filter(isStill).map((item) => item.id));
  return inherited<boolean>(parents, (id) => (still.has(id) ? undefined : true), { atTop: false, atGap: false });
}

/**
 * Path of every item that has a file or will have one. Held pages stay exactly where they are until they are
 * read again, and so do pages of which neither a new reading nor one of their ancestors says where they belong.
 */
export function placeItems(items: readonly Item[], parents: Parents, root: string): ReadonlyMap<string, string> {
  const placed = items.filter(isPlaced);
  const ids = new Set(placed.map((item) => item.id));
  const existing = new Map<string, string>();
  for (const { id, row } of placed) if (row?.path != null) existing.set(id, row.path);
  const hasNews = newsOf(items, parents);
  const pinned = new Set<string>();
  const pages = placed.map(({ id, remote, row, fate }): PlacedPage => {
    const { spaceKey, title } = remote?.meta ?? row!;
    const kind = fate.kind === 'hold' && row ? row.kind : (remote?.meta ?? row!).kind;
    const parentId = placedParent(id, ids, parents);
    const isStill = fate.kind === 'keep' && (parentId === undefined || row!.state === 'held' || !hasNews(id));
    if (fate.kind === 'hold' || isStill) pinned.add(id);
    return { id, kind, spaceKey, title, parentId: parentId ?? null };
  });
  return assignPaths(pages, existing, { root, pinned });
}
