import { isDeepStrictEqual } from 'node:util';
import type { Guard, HandEdit, Plan, PlannedHold, PlannedRemoval, PlannedSkip, PlannedWrite } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { SyncCounts, SyncFacts, SyncOutcome } from './facts.ts';
import { metaOf, rowOf, withoutFile } from './ledger-rows.ts';
import { sourceHashOf } from './source-hash.ts';
import { type Item, isFailure, itemsOf, placeItems } from './standing.ts';
import { editsOf, movedTargets, writeOf } from './writes.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A restriction that a person set is never held up: waiting would leave what others must not read. */
function isUrgent(removal: PlannedRemoval): boolean {
  return removal.proof === 'restricted';
}

function guardOf(removals: readonly PlannedRemoval[], facts: SyncFacts): Guard {
  const standing = facts.ledger.filter((row) => row.path !== null).length;
  const limit = Math.max(facts.guard.files, Math.floor(standing * facts.guard.share));
  const counted = removals.filter((removal) => !isUrgent(removal)).length;
  if (counted <= limit || facts.approvedRemovals === true) return { state: 'clear' };
  return { state: 'stopped', removals: counted, of: standing, limit };
}

/** Collects what the fates of all items add up to. */
class Draft {
  readonly writes: PlannedWrite[] = [];
  readonly removals: PlannedRemoval[] = [];
  readonly holds: PlannedHold[] = [];
  readonly skips: PlannedSkip[] = [];
  readonly rows: LedgerPage[] = [];
  readonly forget: string[] = [];
  readonly toConfirm: string[] = [];
  readonly hashes = new Map<string, string>();
  readonly counts: Mutable<SyncCounts> = {
    pages: 0,
    written: 0,
    moved: 0,
    removed: 0,
    unchanged: 0,
    skipped: 0,
    held: 0,
    failed: 0,
  };
  readonly #facts: SyncFacts;

  constructor(facts: SyncFacts) {
    this.#facts = facts;
  }

  count(item: Item, as: Exclude<keyof SyncCounts, 'pages' | 'removed'>): void {
    if ((item.remote?.meta.kind ?? item.row!.kind) === 'folder') return;
    this.counts.pages += 1;
    this.counts[as] += 1;
  }

  save(row: LedgerPage, before: LedgerPage | undefined): void {
    if (row !== before && !isDeepStrictEqual(row, before)) this.rows.push(row);
  }

  mirror(item: Item, path: string | undefined, moved: ReadonlySet<string>): void {
    const { remote, row } = item;
    const hash = remote ? sourceHashOf(remote.meta, remote.labels, remote.commentsHash) : null;
    if (hash !== null) this.hashes.set(item.id, hash);
    if (path === undefined) {
      // What had a file once and is a folder now.
      this.leave(item, 'confirmed-gone');
      if (remote) this.save(rowOf(remote.meta, row, { state: 'mirrored', reason: null }), row);
      return;
    }
    const write = writeOf(item, path, hash, this.#facts, moved);
    if (write) this.writes.push(write);
    this.count(item, write === null ? 'unchanged' : write.render ? 'written' : 'moved');
    if (remote) this.save(rowOf(remote.meta, row, { state: 'mirrored', reason: null, path, sourceHash: hash }), row);
    else if (row!.path !== path) this.save({ ...row!, path }, row);
  }

  keepWithoutFile(item: Item): void {
    const state = item.row!.state;
    this.count(item, state === 'skipped' || state === 'failed' ? state : 'held');
  }

  hold(item: Item, reason: PlannedHold['reason'], absences: number, moved: ReadonlySet<string>): void {
    const { id, remote, row } = item;
    const path = row?.path ?? null;
    const failed = path === null && isFailure(reason);
    const away = path === null && (reason === 'absent-once' || reason === 'hidden');
    if (away && row!.kind !== 'folder') {
      this.forget.push(id);
      return;
    }
    this.count(item, failed ? 'failed' : 'held');
    const state = failed ? 'failed' : 'held';
    if (path !== null) {
      this.holds.push({ pageId: id, path, reason, ...this.#editsOf(row!) });
      if (reason === 'absent-once' && !this.#facts.confirmed.has(id)) this.toConfirm.push(id);
    }
    const { kind, parentId, spaceId, spaceKey } = remote?.meta ?? row!;
    // Its links lead astray from now on, it is of an older scope, or somebody edited it: without a hash it is rendered anew once it is read.
    const isEdited = row !== undefined && editsOf(row, this.#facts).length > 0;
    const isOld = isEdited || this.#facts.anew === true || row?.linksTo.some((to) => moved.has(to)) === true;
    const sourceHash = isOld ? null : (row?.sourceHash ?? null);
    if (row) this.save({ ...row, parentId, spaceId, spaceKey, state, reason, absences, sourceHash }, row);
    // A folder that was never part of the mirror has nothing to hold.
    else if (kind !== 'folder') this.save(rowOf(remote!.meta, row, { state, reason }), row);
  }

  #editsOf(row: LedgerPage, only?: HandEdit['what']): { readonly edits?: readonly HandEdit[] } {
    const edits = editsOf(row, this.#facts).filter(({ what }) => only === undefined || what === only);
    return edits.length > 0 ? { edits } : {};
  }

  leave(item: Item, proof: PlannedRemoval['proof']): void {
    const path = item.row?.path ?? null;
    if (path === null) return;
    this.removals.push({ pageId: item.id, path, proof, ...this.#editsOf(item.row!, 'edited') });
    this.counts.removed += 1;
  }

  skip(item: Item, reason: PlannedSkip['reason']): void {
    const meta = item.remote?.meta ?? metaOf(item.row!);
    this.count(item, 'skipped');
    this.skips.push({ page: meta, reason });
    const row = item.remote ? rowOf(meta, item.row, { state: 'skipped', reason }) : withoutFile(item.row!, reason);
    this.save(row, item.row);
  }

  take(item: Item, path: string | undefined, moved: ReadonlySet<string>): void {
    const { fate, row } = item;
    if (fate.kind === 'mirror') this.mirror(item, path, moved);
    else if (fate.kind === 'keep' && row!.path === null && row!.kind !== 'folder') this.keepWithoutFile(item);
    else if (fate.kind === 'keep') this.mirror(item, path, moved);
    else if (fate.kind === 'hold') this.hold(item, fate.reason, fate.absences, moved);
    else {
      this.leave(item, fate.proof);
      if (fate.kind === 'skip') this.skip(item, fate.reason);
      else if (row) this.forget.push(item.id);
    }
  }
}

/**
 * Rows and forgettings of a plan that the guard stopped: only what leaves all the same. What was edited by hand is
 * rendered anew by the next plan that is carried out, though the branch may have gone on by then.
 */
function whenStopped(draft: Draft, facts: SyncFacts): Pick<SyncOutcome, 'ledger' | 'forget'> {
  const urgent = new Set(draft.removals.filter(isUrgent).map((removal) => removal.pageId));
  const edited = facts.ledger.filter((row) => !urgent.has(row.pageId) && editsOf(row, facts).length > 0);
  return {
    ledger: [
      ...draft.rows.filter((row) => urgent.has(row.pageId)),
      ...edited.map((row) => ({ ...row, sourceHash: null })),
    ],
    forget: [],
  };
}

function missingPages({ scope, listings }: SyncFacts, items: readonly Item[]): readonly string[] {
  const named = scope.spaces
    .filter(({ key }) => listings.get(key) === 'complete')
    .flatMap(({ selectedPageIds, subtreePageIds }) => [...(selectedPageIds ?? []), ...(subtreePageIds ?? [])]);
  if (named.length === 0) return [];
  const known = new Set(items.map(({ id }) => id));
  return [...new Set(named)].filter((id) => !known.has(id));
}

/**
 * Decides what a run does. Pure: the same facts give the same plan. A file is removed only on one of the
 * grounds of `RemovalProof`, and only on what a complete listing of its own space, a reading of its page
 * or the scope says. Too many removals stop the plan until a person agrees; see `urgentPart`.
 */
export function planSync(facts: SyncFacts): SyncOutcome {
  const { items, parents } = itemsOf(facts);
  const paths = placeItems(items, parents, facts.mirrorRoot);
  const standing = new Map<string, string>();
  for (const { id, row, fate } of items) {
    const path = paths.get(id);
    if (path !== undefined && (fate.kind === 'mirror' || row?.path != null)) standing.set(id, path);
  }
  const moved = movedTargets(items, standing, facts.changedFiles);
  const draft = new Draft(facts);
  for (const item of items) draft.take(item, paths.get(item.id), moved);

  for (const { id, row } of items)
    if (row?.path != null && facts.saidRestricted?.has(id) && !facts.confirmed.has(id) && !draft.toConfirm.includes(id))
      draft.toConfirm.push(id);
  const read = new Set(facts.remote.map((page) => page.meta.id));
  const shown = new Set(facts.spaces.map((space) => space.key));
  const plan: Plan = {
    writes: draft.writes,
    removals: draft.removals,
    holds: draft.holds,
    skips: draft.skips,
    unchanged: draft.counts.unchanged,
    guard: guardOf(draft.removals, facts),
  };
  const saved =
    plan.guard.state === 'stopped' ? whenStopped(draft, facts) : { ledger: draft.rows, forget: draft.forget };
  return {
    plan,
    ...saved,
    paths: standing,
    hashes: draft.hashes,
    toConfirm: draft.toConfirm,
    toRead: draft.writes.filter((write) => write.render && !read.has(write.page.id)).map((write) => write.page.id),
    missingSpaces: facts.scope.spaces.map((space) => space.key).filter((key) => !shown.has(key)),
    missingPages: missingPages(facts, items),
    counts: draft.counts,
  };
}

/** The part of a plan that the guard never holds up: files whose pages became restricted leave at once. */
export function urgentPart(plan: Plan): Plan {
  return { ...plan, writes: [], removals: plan.removals.filter(isUrgent), guard: { state: 'clear' } };
}
