import { describe, expect, it } from 'vitest';
import type { Confirmation, ListingState } from './facts.ts';
import { carryOut, factsFor, mirrored, read, scopeOf, spaceScope } from './plan.bed.ts';
import { planSync, urgentPart } from './plan.ts';

const BOTH = scopeOf([spaceScope('ENG'), spaceScope('OPS')]);
const a = read('1');
const b = read('2');
const c = read('3', { spaceKey: 'OPS' });
const standing = mirrored([a, b, c], { scope: BOTH });
const listings = (eng: ListingState, ops: ListingState) =>
  new Map([
    ['ENG', eng],
    ['OPS', ops],
  ] as const);
const seen = (id: string, how: Confirmation) => new Map([[id, how]]);

describe('what may remove a file', () => {
  it('R1: work on one space leaves every other space alone', () => {
    const { plan } = planSync(
      factsFor([a], {
        ...standing,
        scope: BOTH,
        listings: listings('complete', 'not-listed'),
        confirmed: seen('2', 'deleted'),
      }),
    );
    expect(plan.removals).toEqual([{ pageId: '2', path: 'wiki/ENG/page-2-2.md', proof: 'confirmed-gone' }]);
    expect(plan.holds).toEqual([]);
    const quiet = planSync(factsFor([], { ...standing, scope: BOTH, listings: new Map() }));
    expect(quiet.plan).toMatchObject({ removals: [], writes: [], holds: [], unchanged: 3 });
    expect(quiet.ledger).toEqual([]);
  });

  it('R2: a page that cannot be read keeps its file', () => {
    for (const facts of [
      factsFor([a, c], { ...standing, scope: BOTH, failed: new Set(['2']) }),
      factsFor([a, b, c], { ...standing, scope: BOTH, failed: new Set(['2']) }),
      factsFor([a, c], { ...standing, scope: BOTH, confirmed: seen('2', 'failed') }),
    ]) {
      const { plan, ledger, counts } = planSync(facts);
      expect(plan.removals).toEqual([]);
      expect(plan.holds).toEqual([{ pageId: '2', path: 'wiki/ENG/page-2-2.md', reason: 'read-failed' }]);
      expect(ledger).toMatchObject([{ pageId: '2', state: 'held', absences: 0, path: 'wiki/ENG/page-2-2.md' }]);
      expect(counts).toMatchObject({ pages: 3, unchanged: 2, held: 1 });
    }
  });

  it('R3: a space that cannot be seen, or not wholly, keeps its files for ever', () => {
    let state = standing;
    for (const [ops, reason] of [
      ['absent', 'container-unknown'],
      ['incomplete', 'listing-incomplete'],
      ['absent', 'container-unknown'],
    ] as const) {
      const facts = factsFor([a, b], { ...state, scope: BOTH, spaces: [], listings: listings('complete', ops) });
      const outcome = planSync(facts);
      expect(outcome.plan.removals).toEqual([]);
      expect(outcome.plan.holds).toMatchObject([{ pageId: '3', reason }]);
      expect(outcome.missingSpaces).toEqual(['ENG', 'OPS']);
      state = carryOut(facts, outcome);
    }
  });

  it('I1: a page that is missing goes after two complete listings, and is asked for first', () => {
    const once = factsFor([a, c], { ...standing, scope: BOTH });
    const first = planSync(once);
    expect(first.plan.holds).toMatchObject([{ pageId: '2', reason: 'absent-once' }]);
    expect(first.toConfirm).toEqual(['2']);
    const hidden = planSync({ ...once, confirmed: seen('2', 'hidden') });
    expect(hidden.plan.holds).toMatchObject([{ reason: 'hidden' }]);
    expect(hidden.toConfirm).toEqual([]);
    expect(planSync({ ...once, confirmed: seen('2', 'present') }).ledger).toMatchObject([
      { absences: 0, reason: 'listing-incomplete' },
    ]);

    const between = carryOut(once, first);
    const broken = planSync(
      factsFor([a, c], { ...between, scope: BOTH, listings: listings('incomplete', 'complete') }),
    );
    expect(broken.plan.removals).toEqual([]);
    const second = factsFor([a, c], { ...between, scope: BOTH });
    const outcome = planSync(second);
    expect(outcome.plan.removals).toEqual([{ pageId: '2', path: 'wiki/ENG/page-2-2.md', proof: 'absent-twice' }]);
    expect(outcome.forget).toEqual(['2']);
    const back = planSync(factsFor([a, b, c], { ...between, scope: BOTH }));
    expect(back.ledger).toMatchObject([{ pageId: '2', state: 'mirrored', absences: 0 }]);
  });

  it('counts one listing once, however often it is planned', () => {
    const facts = factsFor([a, c], { ...standing, scope: BOTH });
    expect(planSync(facts)).toEqual(planSync(facts));
  });

  it.each(['trashed', 'deleted'] as const)('I1: a page read as %s goes at once', (how) => {
    for (const remote of [
      [a, c],
      [a, b, c],
    ]) {
      const { plan, forget } = planSync(factsFor(remote, { ...standing, scope: BOTH, confirmed: seen('2', how) }));
      expect(plan.removals).toMatchObject([{ pageId: '2', proof: 'confirmed-gone' }]);
      expect(forget).toEqual(['2']);
    }
  });

  it('a page listed in the trash goes at once', () => {
    const { plan } = planSync(factsFor([a, read('2', { state: 'trashed' }), c], { ...standing, scope: BOTH }));
    expect(plan.removals).toMatchObject([{ pageId: '2', proof: 'confirmed-gone' }]);
  });

  it('archived pages leave and are counted as skipped', () => {
    for (const facts of [
      factsFor([a, read('2', { state: 'archived' }), c], { ...standing, scope: BOTH }),
      factsFor([a, c], { ...standing, scope: BOTH, confirmed: seen('2', 'archived') }),
    ]) {
      const outcome = planSync(facts);
      expect(outcome.plan.removals).toMatchObject([{ pageId: '2', proof: 'archived' }]);
      expect(outcome.plan.skips).toMatchObject([{ reason: 'archived' }]);
      const after = carryOut(facts, outcome);
      const next = planSync(factsFor([a, read('2', { state: 'archived' }), c], { ...after, scope: BOTH }));
      expect(next.counts).toMatchObject({ pages: 3, skipped: 1, removed: 0 });
      expect(next.ledger).toEqual([]);
      const unlisted = planSync(factsFor([], { ...after, scope: BOTH, listings: new Map() }));
      expect(unlisted).toMatchObject({ counts: { pages: 3, skipped: 1 }, forget: [] });
    }
  });

  it('archived pages stay where the scope wants them', () => {
    const scope = { ...BOTH, archivedPages: true };
    const state = mirrored([a, read('2', { state: 'archived' }), c], { scope });
    const unlisted = factsFor([a, c], { ...state, scope, confirmed: seen('2', 'archived') });
    expect(planSync(unlisted).plan).toMatchObject({
      removals: [],
      holds: [{ pageId: '2', reason: 'listing-incomplete' }],
    });
    const skipped = factsFor([a, read('2', { state: 'archived' }), c], { ...standing, scope: BOTH });
    const later = factsFor([], { ...carryOut(skipped, planSync(skipped)), scope, listings: new Map() });
    expect(planSync(later)).toMatchObject({ plan: { writes: [], removals: [] }, counts: { skipped: 1 } });
  });

  it('what was not read keeps what its labels were found to decide', () => {
    const labelled = [read('1', {}, { labels: ['public'] }), read('2', {}, { labels: ['draft'] })];
    const exclude = { pageIds: [], labels: ['draft'] };
    const scope = scopeOf([spaceScope('ENG', { labels: ['public', 'draft'], exclude })]);
    const state = mirrored(labelled, { scope });
    const quiet = planSync(factsFor([], { ...state, scope, listings: new Map() }));
    expect(quiet).toMatchObject({ plan: { removals: [], writes: [] }, counts: { unchanged: 1, skipped: 1 } });
    const relabelled = planSync(factsFor([read('1')], { ...state, scope, listings: new Map() }));
    expect(relabelled.plan.removals).toMatchObject([{ pageId: '1', proof: 'out-of-scope' }]);
  });

  it('S24: what becomes restricted leaves at once, with all that stands below it, listed or not', () => {
    const pages = [read('1'), read('2', { parentId: '1' }), read('3', { parentId: '2' }), read('4')];
    const state = mirrored(pages);
    const restricted = [read('1', {}, { restricted: true })];
    for (const facts of [
      factsFor([...restricted, ...pages.slice(1)], state),
      factsFor(restricted, { ...state, listings: new Map() }),
    ]) {
      const outcome = planSync(facts);
      expect(outcome.plan.removals.map(({ pageId, proof }) => [pageId, proof])).toEqual([
        ['1', 'restricted'],
        ['2', 'restricted'],
        ['3', 'restricted'],
      ]);
      const after = carryOut(facts, outcome);
      expect(after.ledger.filter((row) => row.state === 'skipped').map((row) => [row.reason, row.path])).toEqual(
        Array(3).fill(['restricted', null]),
      );
      const child = planSync(factsFor([pages[2]!], { ...after, listings: new Map() }));
      expect(child.plan.writes).toEqual([]);
      const lifted = planSync(factsFor(pages, after));
      expect(lifted.plan.writes.map((write) => write.page.id)).toEqual(['1', '2', '3']);
    }
  });

  it('S24: what an event says is restricted and reading shows as hidden leaves at once, with all that stands below it', () => {
    const pages = [read('1'), read('2', { parentId: '1' }), read('3', { parentId: '2' }), read('4')];
    const state = mirrored(pages);
    const saidRestricted = new Set(['2']);
    const hidden = seen('2', 'hidden');
    const gone = [
      { pageId: '2', path: 'wiki/ENG/page-1-1/page-2-2.md', proof: 'restricted' },
      { pageId: '3', path: 'wiki/ENG/page-1-1/page-2-2/page-3-3.md', proof: 'restricted' },
    ];
    const rest = [pages[0]!, pages[3]!];
    for (const facts of [
      factsFor(rest, { ...state, confirmed: hidden, saidRestricted }),
      factsFor(pages, { ...state, confirmed: hidden, saidRestricted }),
      factsFor([], { ...state, confirmed: hidden, saidRestricted, listings: new Map() }),
      factsFor([], { ...state, confirmed: hidden, saidRestricted, listings: listings('incomplete', 'absent') }),
    ]) {
      const outcome = planSync(facts);
      expect(outcome.plan.removals).toEqual(gone);
      const after = carryOut(facts, outcome);
      expect(after.ledger.filter((row) => row.path === null).map((row) => [row.state, row.reason])).toEqual(
        Array(2).fill(['skipped', 'restricted']),
      );
      expect(planSync(factsFor(pages, after)).plan.writes.map((write) => write.page.id)).toEqual(['2', '3']);
      const read2 = factsFor([pages[1]!], { ...after, listings: new Map(), confirmed: seen('2', 'present') });
      expect(planSync(read2).plan.writes.map((write) => write.page.id)).toEqual(['2']);
    }
  });

  it('I1, S24: neither the event nor the hidden page alone takes a file away, nor do they where the space is not shown', () => {
    const state = mirrored([read('1'), read('2')]);
    const saidRestricted = new Set(['2']);
    const quiet = { ...state, listings: new Map() };
    for (const facts of [
      factsFor([], { ...quiet, confirmed: seen('2', 'hidden') }),
      factsFor([], { ...quiet, confirmed: seen('2', 'failed'), saidRestricted }),
      factsFor([], { ...quiet, failed: new Set(['2']), saidRestricted }),
      factsFor([read('2')], { ...quiet, confirmed: seen('2', 'present'), saidRestricted }),
      factsFor([], { ...quiet, saidRestricted }),
      factsFor([], {
        ...state,
        listings: listings('absent', 'absent'),
        confirmed: seen('2', 'hidden'),
        saidRestricted,
      }),
    ])
      expect(planSync(facts).plan.removals).toEqual([]);
    expect(planSync(factsFor([], { ...quiet, saidRestricted })).toConfirm).toEqual(['2']);
  });

  it.each([
    ['restricted', read('2', {}, { restricted: true })],
    ['archived', read('2', { state: 'archived' })],
  ] as const)(
    'I2: knows as little as a first run of a %s page that a complete listing no longer shows',
    (_, skipped) => {
      const state = mirrored([read('1'), skipped]);
      const later = factsFor([read('1')], state);
      expect(planSync(later).forget).toEqual(['2']);
      expect(carryOut(later, planSync(later)).ledger).toEqual(mirrored([read('1')]).ledger);
      expect(planSync(factsFor([read('1')], { ...state, listings: new Map() })).forget).toEqual([]);
    },
  );

  it('I1, S24: a page that does not say whether it is restricted keeps its file, and gets none', () => {
    const silent = [read('1', {}, { restricted: null }), read('2', { parentId: '1' }), read('3')];
    const said = [read('1'), read('2', { parentId: '1' }), read('3')];
    const held = planSync(factsFor(silent, mirrored(said)));
    expect(held.plan).toMatchObject({ removals: [], writes: [] });
    expect(held.plan.holds.map(({ pageId, reason }) => [pageId, reason])).toEqual([
      ['1', 'restriction-unknown'],
      ['2', 'restriction-unknown'],
    ]);
    expect(held.counts).toMatchObject({ pages: 3, held: 2, unchanged: 1, failed: 0 });

    const first = factsFor(silent);
    const fresh = planSync(first);
    expect(fresh.plan.writes.map(({ page }) => page.id)).toEqual(['3']);
    expect(fresh.counts).toMatchObject({ pages: 3, written: 1, failed: 2 });
    const between = carryOut(first, fresh);
    // An event brings the child alone: what is above it has still not answered.
    const child = planSync(factsFor([said[1]!], { ...between, listings: new Map() }));
    expect(child.plan.writes).toEqual([]);
    expect(planSync(factsFor(said, between)).plan.writes.map(({ page }) => page.id)).toEqual(['1', '2']);
    const shut = planSync(factsFor([read('1', {}, { restricted: true }), ...said.slice(1)], between));
    expect(shut.plan.skips.map(({ page }) => page.id)).toEqual(['1', '2']);
  });

  it('what the scope no longer names leaves, though its space was not listed', () => {
    const { plan, forget } = planSync(factsFor([], { ...standing, listings: new Map() }));
    expect(plan.removals).toEqual([{ pageId: '3', path: 'wiki/OPS/page-3-3.md', proof: 'out-of-scope' }]);
    expect(forget).toEqual(['3']);
    const listed = planSync(
      factsFor([a, b, c], { ...standing, scope: scopeOf([spaceScope('ENG', { selectedPageIds: ['1'] })]) }),
    );
    expect(listed.plan.removals.map((removal) => removal.pageId)).toEqual(['2', '3']);
    const excluded = planSync(
      factsFor([], {
        ...standing,
        listings: new Map(),
        scope: scopeOf([spaceScope('ENG', { exclude: { pageIds: ['2'], labels: [] } }), spaceScope('OPS')]),
      }),
    );
    expect(excluded.plan.removals).toMatchObject([{ pageId: '2', proof: 'out-of-scope' }]);
  });

  it('I2: a scope that selects nothing of a space keeps nothing of it, whatever parents are unknown', () => {
    const lost = mirrored([read('1', { parentId: '7' })]);
    const scope = scopeOf([spaceScope('ENG', { selectedPageIds: [], includeDescendants: true })]);
    expect(planSync(factsFor([], { ...lost, scope })).plan.removals).toMatchObject([{ proof: 'out-of-scope' }]);
  });

  it('I1: a page that two complete listings miss goes, though it cannot be said what it was below', () => {
    const scope = scopeOf([spaceScope('ENG', { selectedPageIds: ['2'], includeDescendants: true })]);
    const once = factsFor([], { ...mirrored([read('1', { parentId: '7' })]), scope });
    const first = planSync(once);
    expect(first.plan.holds).toMatchObject([{ reason: 'absent-once' }]);
    const second = planSync(factsFor([], { ...carryOut(once, first), scope }));
    expect(second.plan.removals).toMatchObject([{ proof: 'absent-twice' }]);
  });

  it('S24, R5: in a circle of parents each page is restricted with each', () => {
    const remote = [read('1', { parentId: '3' }), read('2', { parentId: '1' }), read('3', { parentId: '2' })];
    const one = remote.map((page) => ({ ...page, restricted: page.meta.id === '2' }));
    expect(planSync(factsFor(one)).plan).toMatchObject({ writes: [], skips: { length: 3 } });
  });

  it('a page whose ancestors cannot be followed is held and not dropped', () => {
    const scope = scopeOf([spaceScope('ENG', { selectedPageIds: ['1'], includeDescendants: true })]);
    const state = mirrored([read('1'), read('5', { kind: 'folder', parentId: '1' }), read('6', { parentId: '5' })], {
      scope,
    });
    const gap = { ...state, ledger: state.ledger.filter((row) => row.pageId !== '5') };
    const lost = planSync(factsFor([read('1'), read('6', { parentId: '5' })], { ...gap, scope }));
    expect(lost.plan.removals).toEqual([]);
    expect(lost.plan.holds).toMatchObject([{ pageId: '6', reason: 'container-unknown' }]);
    const unread = planSync(factsFor([read('1')], { ...gap, scope }));
    expect(unread.plan.holds).toMatchObject([{ pageId: '6', reason: 'absent-once' }]);
    expect(planSync(factsFor([], { ...gap, scope, listings: new Map() })).plan).toMatchObject({
      holds: [],
      unchanged: 2,
    });
    const fresh = planSync(factsFor([read('1'), read('6', { parentId: '5' })], { scope }));
    expect(fresh.counts).toMatchObject({ pages: 2, written: 1, held: 1 });
    expect(fresh.paths.has('6')).toBe(false);
  });
});

describe('the guard against mass removal', () => {
  const many = Array.from({ length: 100 }, (_, index) => read(String(index + 1)));
  const state = mirrored(many);

  it('I1: stops above ten files and above a fifth of the files, until a person agrees', () => {
    const gone = (count: number, of = many, from = state, more = {}) =>
      planSync(
        factsFor([], {
          ...from,
          listings: new Map(),
          confirmed: new Map(of.slice(0, count).map((page) => [page.meta.id, 'deleted'])),
          ...more,
        }),
      );
    expect(gone(20).plan.guard).toEqual({ state: 'clear' });
    const stopped = gone(21);
    expect(stopped.plan.guard).toEqual({ state: 'stopped', removals: 21, of: 100, limit: 20 });
    expect(stopped.plan.removals).toHaveLength(21);
    expect([stopped.ledger, stopped.forget]).toEqual([[], []]);
    expect(gone(21, many, state, { approvedRemovals: true })).toMatchObject({
      plan: { guard: { state: 'clear' } },
      forget: { length: 21 },
    });
    const few = many.slice(0, 12);
    expect(gone(10, few, mirrored(few)).plan.guard.state).toBe('clear');
    expect(gone(11, few, mirrored(few)).plan.guard).toMatchObject({ limit: 10 });
  });

  it('F27: remembers what was edited by hand, for the branch goes on with what leaves at once', () => {
    const pages = Array.from({ length: 20 }, (_, index) => read(String(index + 1)));
    const state = mirrored(pages);
    const path = 'wiki/ENG/page-2-2.md';
    const edited = { published: state.tree, tree: new Map([...state.tree, [path, 'by hand']]), byHand: true };
    const confirmed = new Map(pages.slice(8).map((page) => [page.meta.id, 'deleted' as const]));
    const facts = factsFor([read('1', {}, { restricted: true }), ...pages.slice(1, 8)], {
      ...state,
      ...edited,
      confirmed,
    });
    const outcome = planSync(facts);
    expect(outcome.plan.guard.state).toBe('stopped');
    const after = carryOut({ ...facts, tree: edited.tree }, { ...outcome, plan: urgentPart(outcome.plan) });
    const next = planSync(factsFor(pages.slice(1), after));
    expect(next.plan.writes.map(({ page }) => page.id)).toEqual(['2']);
  });

  it('S24: holds up no restriction', () => {
    const remote = many.map((page, index) => ({ ...page, restricted: index < 50 }));
    const outcome = planSync(factsFor(remote, state));
    expect(outcome.plan.guard.state).toBe('clear');
    const mixed = planSync(
      factsFor(remote.slice(0, 60), {
        ...state,
        confirmed: new Map(many.slice(60).map((page) => [page.meta.id, 'deleted'])),
      }),
    );
    expect(mixed.plan.guard).toMatchObject({ state: 'stopped', removals: 40 });
    expect(urgentPart(mixed.plan)).toMatchObject({ writes: [], removals: { length: 50 }, guard: { state: 'clear' } });
    expect(mixed.ledger.map((row) => row.reason)).toEqual(Array(50).fill('restricted'));
  });
});
