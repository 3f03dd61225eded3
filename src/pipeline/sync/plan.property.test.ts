import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemovalProof } from '../../core/plan.ts';
import type { Confirmation, ListingState, RemotePage, SyncFacts } from './facts.ts';
import { carryOut, factsFor, metaFor, scopeOf, spaceScope } from './plan.bed.ts';
import { planSync } from './plan.ts';

const RUNS = 300;
const ids = Array.from({ length: 14 }, (_, index) => String(index + 1));
const keys = ['ENG', 'OPS'];
const id = fc.constantFrom(...ids);

const anyPage: fc.Arbitrary<RemotePage> = fc
  .record({
    id,
    spaceKey: fc.constantFrom(...keys),
    parentId: fc.option(fc.constantFrom(...ids, '99'), { nil: null }),
    title: fc.constantFrom('A', 'a', 'B', '日本', '?'),
    version: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom('current', 'current', 'current', 'archived', 'trashed') as fc.Arbitrary<'current'>,
    kind: fc.constantFrom('page', 'page', 'page', 'folder', 'whiteboard') as fc.Arbitrary<'page'>,
    restricted: fc.integer({ min: 0, max: 9 }).map((roll) => (roll === 1 ? null : roll === 0)),
    labels: fc.subarray(['x', 'y']),
  })
  .map(({ restricted, labels, ...meta }) => ({ meta: metaFor(meta.id, meta), labels, restricted }));
const anyRemote = fc.uniqueArray(anyPage, { selector: (page) => page.meta.id, maxLength: 14 });
const rarely = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 1 });
const anySpaceScope = fc.record({
  selectedPageIds: fc.option(fc.uniqueArray(id, { maxLength: 4 }), { nil: null }),
  includeDescendants: fc.boolean(),
  subtreePageIds: rarely(fc.uniqueArray(id, { maxLength: 2 })),
  labels: rarely(fc.constant(['x'])),
  exclude: fc.record({
    pageIds: fc.uniqueArray(id, { maxLength: 1 }),
    labels: fc.subarray(['y'], { maxLength: 1 }),
    titles: rarely(fc.constant(['b*'])),
  }),
});
const anyScope = fc.tuple(fc.subarray(keys), anySpaceScope, fc.boolean()).map(([chosen, space, archivedPages]) =>
  scopeOf(
    chosen.map((key) => spaceScope(key, space)),
    { archivedPages },
  ),
);
const listing = fc.constantFrom<ListingState>('complete', 'incomplete', 'absent', 'not-listed');
const anyRun: fc.Arbitrary<Partial<SyncFacts> & { remote: RemotePage[] }> = fc.record({
  remote: anyRemote,
  scope: anyScope,
  listings: fc.tuple(listing, listing).map(
    ([eng, ops]) =>
      new Map([
        ['ENG', eng],
        ['OPS', ops],
      ] as const),
  ),
  confirmed: fc
    .array(
      fc.tuple(id, fc.constantFrom<Confirmation>('trashed', 'deleted', 'archived', 'hidden', 'failed', 'present')),
      { maxLength: 2 },
    )
    .map((pairs) => new Map(pairs)),
  failed: fc.uniqueArray(id, { maxLength: 2 }).map((list) => new Set(list)),
  saidRestricted: fc.uniqueArray(id, { maxLength: 3 }).map((list) => new Set(list)),
});

/** The same pages where every parent that is named exists and each restriction is told: what a source shows when nothing fails. */
function whole(remote: readonly RemotePage[]): readonly RemotePage[] {
  const known = new Set(remote.map((page) => page.meta.id));
  const parentOf = (page: RemotePage) => (known.has(page.meta.parentId ?? '') ? page.meta.parentId : null);
  return remote.map((page) => ({
    ...page,
    restricted: page.restricted === true,
    meta: { ...page.meta, parentId: parentOf(page) },
  }));
}

/** Whether the facts, read plainly, give the ground that a removal names. */
function isProven(proof: RemovalProof, pageId: string, facts: SyncFacts): boolean {
  const page = facts.remote.find((item) => item.meta.id === pageId);
  const row = facts.ledger.find((item) => item.pageId === pageId)!;
  const space = facts.scope.spaces.find((item) => item.key === (page?.meta.spaceKey ?? row.spaceKey));
  const seen = facts.confirmed.get(pageId);
  if (proof === 'confirmed-gone')
    return seen === 'trashed' || seen === 'deleted' || page?.meta.state === 'trashed' || page?.meta.kind === 'folder';
  if (proof === 'archived') return seen === 'archived' || page?.meta.state === 'archived';
  if (proof === 'absent-twice')
    return (
      page === undefined &&
      row.absences >= 1 &&
      facts.listings.get(row.spaceKey) === 'complete' &&
      !facts.failed.has(pageId)
    );
  if (proof === 'restricted')
    return (
      facts.remote.some((item) => item.restricted) ||
      facts.ledger.some((item) => item.reason === 'restricted') ||
      [...(facts.saidRestricted ?? [])].some((one) => facts.confirmed.get(one) === 'hidden')
    );
  if (space === undefined) return true;
  const byPage = space.selectedPageIds !== null && !space.selectedPageIds.includes(pageId);
  const { pageIds, labels, titles } = space.exclude;
  return byPage || space.labels !== undefined || pageIds.length + labels.length + (titles?.length ?? 0) > 0;
}

describe('planSync over any history', () => {
  it('I1, I3, I7: removes only on proof, never twice to one path, counts everything, and rests when carried out', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { minLength: 1, maxLength: 5 }), fc.boolean(), (runs, approvedRemovals) => {
        let state: Pick<SyncFacts, 'ledger' | 'tree'> = { ledger: [], tree: new Map() };
        for (const { remote, ...run } of runs) {
          const facts = factsFor(remote, { ...run, ...state, approvedRemovals, guard: { files: 3, share: 0.2 } });
          const outcome = planSync(facts);
          const { plan, counts } = outcome;
          for (const removal of plan.removals)
            expect([removal, isProven(removal.proof, removal.pageId, facts)]).toEqual([removal, true]);
          expect(counts.written + counts.moved + counts.unchanged + counts.skipped + counts.held + counts.failed).toBe(
            counts.pages,
          );
          expect(new Set(outcome.paths.values()).size).toBe(outcome.paths.size);
          const leaving = new Set(plan.removals.map((removal) => removal.pageId));
          for (const row of state.ledger)
            if (row.path !== null) expect(leaving.has(row.pageId) !== outcome.paths.has(row.pageId)).toBe(true);
          if (plan.guard.state === 'stopped') continue;
          const next = carryOut(facts, outcome);
          expect([...next.tree.keys()].sort()).toEqual([...outcome.paths.values()].sort());
          const paths = next.ledger.flatMap((row) => (row.path === null ? [] : [row.path])).sort();
          expect(paths).toEqual([...outcome.paths.values()].sort());
          const rest = planSync({
            ...facts,
            ...next,
            listings: new Map(),
            confirmed: new Map(),
            failed: new Set(),
            remote: [],
          });
          expect(rest.plan).toMatchObject({ writes: [], removals: [] });
          state = next;
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('S24: an event that says restricted changes nothing where reading its page does not show it as hidden', () => {
    fc.assert(
      fc.property(anyRun, anyRun, ({ remote: before }, { remote, ...run }) => {
        const saidRestricted = new Set([...run.saidRestricted!].filter((one) => run.confirmed!.get(one) !== 'hidden'));
        const first = factsFor(before);
        const facts = factsFor(remote, { ...run, ...carryOut(first, planSync(first)) });
        const { toConfirm: _asked, ...said } = planSync({ ...facts, saidRestricted });
        const { toConfirm: _usual, ...silent } = planSync({ ...facts, saidRestricted: new Set() });
        expect(said).toEqual(silent);
      }),
      { numRuns: RUNS },
    );
  });

  it('I2: after complete listings without a fault the mirror is what the source shows', () => {
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 3 }), anyRemote.map(whole), anyScope, (runs, remote, scope) => {
        let state: Pick<SyncFacts, 'ledger' | 'tree'> = { ledger: [], tree: new Map() };
        const quiet = { remote, scope, listings: new Map(keys.map((key) => [key, 'complete' as const])) };
        for (const run of [...runs, quiet, quiet, quiet]) {
          const facts = factsFor(run.remote, { ...run, ...state, approvedRemovals: true });
          state = carryOut(facts, planSync(facts));
        }
        const fresh = planSync(factsFor(remote, quiet));
        const standing = state.ledger.flatMap((row) => (row.path === null ? [] : [[row.pageId, row.path]]));
        expect(new Map(standing.sort() as [string, string][])).toEqual(new Map([...fresh.paths].sort()));
        expect([...state.tree.keys()].sort()).toEqual([...fresh.paths.values()].sort());
        const last = planSync(factsFor(remote, { ...quiet, ...state }));
        expect(last.plan).toMatchObject({ writes: [], removals: [] });
      }),
      { numRuns: RUNS },
    );
  });
});
