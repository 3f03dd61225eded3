import { describe, expect, it } from 'vitest';
import type { PageComment } from '../../core/page.ts';
import { carryOut, factsFor, mirrored, read, scopeOf, spaceFor, spaceScope } from './plan.bed.ts';
import { planSync } from './plan.ts';
import { previewOf } from './preview.ts';
import { commentsHashOf, sourceHashOf } from './source-hash.ts';

const tree = [
  read('1', { title: 'Home' }),
  read('2', { title: 'Guide', parentId: '1' }),
  read('3', { title: 'Setup', parentId: '2' }),
];
const standing = mirrored(tree);
const withLinks = (from: string, to: readonly string[], state = standing) => ({
  ...state,
  ledger: state.ledger.map((row) => (row.pageId === from ? { ...row, linksTo: to } : row)),
});

describe('planSync', () => {
  it('writes new pages and then nothing: I3', () => {
    const facts = factsFor(tree);
    const first = planSync(facts);
    expect(first.plan.writes).toMatchObject([
      { path: 'wiki/ENG/home-1.md', from: null, render: true, reason: 'new' },
      { path: 'wiki/ENG/home-1/guide-2.md' },
      { path: 'wiki/ENG/home-1/guide-2/setup-3.md' },
    ]);
    expect(first.hashes.get('1')).toBe(sourceHashOf(tree[0]!.meta, []));
    const again = planSync({ ...facts, ...carryOut(facts, first) });
    expect(again.plan).toMatchObject({ writes: [], removals: [], holds: [], skips: [], unchanged: 3 });
    expect([again.ledger, again.forget, again.toRead]).toEqual([[], [], []]);
  });

  it('gives the same plan whatever order pages and rows come in', () => {
    const facts = factsFor(tree, standing);
    const turned = { ...facts, remote: [...tree].reverse(), ledger: [...standing.ledger].reverse() };
    expect(planSync(turned)).toEqual(planSync(facts));
  });

  it('R17: a first child renames nothing', () => {
    const state = mirrored(tree.slice(0, 1));
    expect(planSync(factsFor(tree, state)).plan.writes.map((write) => [write.path, write.from])).toEqual([
      ['wiki/ENG/home-1/guide-2.md', null],
      ['wiki/ENG/home-1/guide-2/setup-3.md', null],
    ]);
  });

  it('follows versions, labels and moves', () => {
    const edited = planSync(
      factsFor([tree[0]!, { ...tree[1]!, meta: { ...tree[1]!.meta, version: 2 } }, tree[2]!], standing),
    );
    expect(edited.plan.writes).toMatchObject([{ page: { id: '2' }, reason: 'changed', from: null }]);
    const labelled = planSync(factsFor([{ ...tree[0]!, labels: ['x'] }, tree[1]!, tree[2]!], standing));
    expect(labelled.plan.writes).toMatchObject([{ page: { id: '1' }, reason: 'changed' }]);
    const commented = { ...tree[0]!, commentsHash: commentsHashOf([]) };
    expect(planSync(factsFor([commented, tree[1]!, tree[2]!], standing)).plan.writes).toMatchObject([
      { page: { id: '1' }, reason: 'changed' },
    ]);
    const moving = factsFor([tree[0]!, read('2', { title: 'Guide', parentId: null }), tree[2]!], standing);
    const moved = planSync(moving);
    expect(planSync({ ...moving, ...carryOut(moving, moved) }).plan).toMatchObject({ writes: [], unchanged: 3 });
    expect(moved.plan.writes).toMatchObject([
      {
        page: { id: '2' },
        path: 'wiki/ENG/guide-2.md',
        from: 'wiki/ENG/home-1/guide-2.md',
        reason: 'moved',
        render: true,
      },
      {
        page: { id: '3' },
        path: 'wiki/ENG/guide-2/setup-3.md',
        from: 'wiki/ENG/home-1/guide-2/setup-3.md',
        reason: 'moved',
        render: false,
      },
    ]);
    expect(moved.counts).toMatchObject({ pages: 3, written: 1, moved: 1, unchanged: 1 });
    const renamed = planSync(
      factsFor([tree[0]!, tree[1]!, read('3', { title: 'Start', parentId: '2', version: 2 })], standing),
    );
    expect(renamed.plan.writes).toMatchObject([
      { path: 'wiki/ENG/home-1/guide-2/start-3.md', from: 'wiki/ENG/home-1/guide-2/setup-3.md', reason: 'changed' },
    ]);
  });

  it('moves what stands below an edited page though it was not read, and says what has to be read for that', () => {
    const facts = factsFor([read('2', { title: 'Book', parentId: '1', version: 2 })], {
      ...withLinks('3', ['1']),
      listings: new Map(),
    });
    const outcome = planSync(facts);
    expect(outcome.plan.writes).toMatchObject([
      { page: { id: '2' }, path: 'wiki/ENG/home-1/book-2.md' },
      {
        page: { id: '3' },
        path: 'wiki/ENG/home-1/book-2/setup-3.md',
        from: 'wiki/ENG/home-1/guide-2/setup-3.md',
        render: true,
      },
    ]);
    expect(outcome.toRead).toEqual(['3']);
    expect(outcome.ledger.find((row) => row.pageId === '3')).toMatchObject({
      path: 'wiki/ENG/home-1/book-2/setup-3.md',
      linksTo: ['1'],
    });
  });

  it('renders pages again that link to what moved, came or went', () => {
    const linking = withLinks('1', ['3', '9']);
    const reasons = (facts: Parameters<typeof factsFor>) =>
      planSync(factsFor(...facts))
        .plan.writes.filter((write) => write.page.id === '1')
        .map((write) => write.reason);
    expect(reasons([[tree[0]!, tree[1]!, read('3', { title: 'Start', parentId: '2' })], linking])).toEqual([
      'links-changed',
    ]);
    expect(reasons([[...tree, read('9')], linking])).toEqual(['links-changed']);
    expect(reasons([tree.slice(0, 2), { ...linking, confirmed: new Map([['3', 'deleted']]) }])).toEqual([
      'links-changed',
    ]);
    expect(reasons([tree, linking])).toEqual([]);
  });

  it('writes again what is asked for, lost or edited in the repository', () => {
    const reasons = (change: object) =>
      planSync(factsFor(tree, { ...standing, ...change })).plan.writes.map(({ page, reason, render }) => [
        page.id,
        reason,
        render,
      ]);
    expect(reasons({ asked: new Set(['2']) })).toEqual([['2', 'asked', true]]);
    const lost = new Map(standing.tree);
    lost.delete('wiki/ENG/home-1.md');
    expect(reasons({ tree: lost })).toEqual([['1', 'missing-in-tree', true]]);
    expect(reasons({ published: new Map([['wiki/ENG/home-1.md', 'ours']]) })).toEqual([['1', 'missing-in-tree', true]]);
    expect(reasons({ published: standing.tree })).toEqual([]);
  });

  it('F27: says what people edited, and whether the page changed too', () => {
    const [home] = tree;
    const at = 'wiki/ENG/home-1.md';
    const edited = { published: standing.tree, tree: new Map([...standing.tree, [at, 'by hand']]), byHand: true };
    const removed = { ...edited, tree: new Map([...standing.tree].filter(([path]) => path !== at)) };
    const writes = (facts: object, first = home!) =>
      planSync(factsFor([first, ...tree.slice(1)], { ...standing, ...facts })).plan.writes.filter(
        ({ page }) => page.id === '1',
      );
    const edits = [{ path: at, what: 'edited' }];
    expect(writes(edited)).toMatchObject([{ reason: 'edited-elsewhere', render: true, edits }]);
    expect(writes({ ...edited, asked: new Set(['1']) })).toMatchObject([{ reason: 'edited-elsewhere', edits }]);
    expect(writes(removed)).toMatchObject([{ reason: 'edited-elsewhere', edits: [{ path: at, what: 'removed' }] }]);
    const newer = { ...home!, meta: { ...home!.meta, version: 2 } };
    expect(writes(edited, newer)).toMatchObject([{ reason: 'changed', edits }]);
    const renamed = { ...home!, meta: { ...home!.meta, title: 'Start' } };
    expect(writes(edited, renamed)).toMatchObject([{ reason: 'moved', from: at, edits }]);
    expect(writes({ ...edited, byHand: false })[0]).not.toHaveProperty('edits');

    const gone = factsFor(tree.slice(1), { ...standing, ...edited, confirmed: new Map([['1', 'deleted']]) });
    expect(planSync(gone).plan.removals).toMatchObject([{ pageId: '1', edits }]);
    const unread = planSync(factsFor(tree, { ...standing, ...edited, failed: new Set(['1']) }));
    expect(unread.plan.holds).toMatchObject([{ pageId: '1', edits }]);
    // The branch may go on meanwhile, so that nothing differs any more from what was published.
    const later = { ...standing, tree: edited.tree, ledger: carryOut(factsFor(tree, standing), unread).ledger };
    expect(planSync(factsFor(tree, later)).plan.writes.map(({ page }) => page.id)).toContain('1');
  });

  it('renders what it could not read under a new scope as soon as it can', () => {
    const silent = { listings: new Map([['ENG', 'absent' as const]]) };
    const next = (anew: boolean) => {
      const facts = factsFor([], { ...standing, ...silent, anew });
      const held = planSync(facts);
      expect(held.counts).toMatchObject({ held: 3, removed: 0 });
      const after = factsFor(tree, { ...standing, ...carryOut(facts, held) });
      return planSync({ ...after, listings: factsFor(tree).listings, anew: false }).plan.writes.length;
    };
    expect(next(false)).toBe(0);
    expect(next(true)).toBe(3);
  });

  it('renames from no file that is lost', () => {
    const { plan } = planSync(
      factsFor([read('1', { title: 'Start' })], { ...mirrored(tree.slice(0, 1)), tree: new Map() }),
    );
    expect(plan.writes).toMatchObject([{ path: 'wiki/ENG/start-1.md', from: null, reason: 'missing-in-tree' }]);
  });

  it('keeps a held page at its place while its parent moves', () => {
    const { plan, paths } = planSync(
      factsFor([tree[0]!, read('2', { title: 'Book', parentId: '1' })], { ...standing, failed: new Set(['3']) }),
    );
    expect(plan.writes).toMatchObject([{ path: 'wiki/ENG/home-1/book-2.md' }]);
    expect(paths.get('3')).toBe('wiki/ENG/home-1/guide-2/setup-3.md');
  });

  it('R2: says of a new page that it failed, and nests its children where they will stay', () => {
    const facts = factsFor(tree, { failed: new Set(['2']) });
    const outcome = planSync(facts);
    expect(outcome.plan.writes.map((write) => write.path)).toEqual([
      'wiki/ENG/home-1.md',
      'wiki/ENG/home-1/guide-2/setup-3.md',
    ]);
    expect(outcome.paths.has('2')).toBe(false);
    expect(outcome.counts).toMatchObject({ pages: 3, written: 2, failed: 1 });
    const state = carryOut(facts, outcome);
    expect(state.ledger.find((row) => row.pageId === '2')).toMatchObject({
      state: 'failed',
      reason: 'read-failed',
      path: null,
    });
    expect(planSync(factsFor([], { ...state, listings: new Map() })).counts).toMatchObject({
      pages: 3,
      unchanged: 2,
      failed: 1,
    });
    expect(planSync(factsFor([tree[0]!, tree[2]!], { ...state })).forget).toEqual(['2']);
    expect(
      planSync(factsFor([tree[0]!, tree[2]!], { ...state, listings: new Map([['ENG', 'incomplete']]) })).counts,
    ).toMatchObject({ held: 1 });
  });

  it('takes folders as directories, and stubs as files', () => {
    const facts = factsFor([
      read('1', { kind: 'folder', title: 'Plans' }),
      read('2', { parentId: '1' }),
      read('3', { kind: 'whiteboard', parentId: '1' }),
    ]);
    const outcome = planSync(facts);
    expect(outcome.plan.writes.map((write) => write.path)).toEqual([
      'wiki/ENG/plans-1/page-2-2.md',
      'wiki/ENG/plans-1/page-3-3.md',
    ]);
    expect(outcome.counts.pages).toBe(2);
    const state = carryOut(facts, outcome);
    const named = planSync(factsFor([read('2', { parentId: '1', version: 2 })], { ...state, listings: new Map() }));
    expect(named.plan.writes).toMatchObject([{ path: 'wiki/ENG/plans-1/page-2-2.md', from: null }]);
    const withoutFolder = factsFor(
      [read('2', { parentId: '1' }), read('3', { kind: 'whiteboard', parentId: '1' })],
      state,
    );
    const held = planSync(withoutFolder);
    expect(held.plan.writes).toEqual([]);
    const twice = planSync({ ...withoutFolder, ...carryOut(withoutFolder, held) });
    expect([twice.forget, twice.plan.removals]).toEqual([['1'], []]);
  });

  it('keeps an unread page that was held before, without a file', () => {
    const scope = scopeOf([spaceScope('ENG', { selectedPageIds: ['1'], includeDescendants: true })]);
    const state = mirrored([read('6', { parentId: '5' })], { scope });
    expect(planSync(factsFor([], { ...state, scope, listings: new Map() })).counts).toMatchObject({
      pages: 1,
      held: 1,
    });
    const hidden = planSync(
      factsFor([], { ...mirrored([read('6')]), listings: new Map(), confirmed: new Map([['6', 'hidden']]) }),
    );
    expect(hidden.plan.holds).toMatchObject([{ reason: 'hidden' }]);
  });

  it('R5: ends on cycles, missing parents and a tree 200 deep', () => {
    const cycle = [
      read('1', { parentId: '3' }),
      read('2', { parentId: '1' }),
      read('3', { parentId: '2' }),
      read('4', { parentId: '4' }),
      read('5', { parentId: '99' }),
    ];
    expect([...planSync(factsFor(cycle)).paths.values()]).toEqual([
      'wiki/ENG/page-1-1.md',
      'wiki/ENG/page-1-1/page-2-2.md',
      'wiki/ENG/page-1-1/page-2-2/page-3-3.md',
      'wiki/ENG/page-4-4.md',
      'wiki/ENG/page-5-5.md',
    ]);
    const deep = Array.from({ length: 200 }, (_, index) =>
      read(String(index + 1), { parentId: index === 0 ? null : String(index) }),
    );
    const paths = [...planSync(factsFor(deep)).paths.values()];
    expect(new Set(paths).size).toBe(200);
    expect(Math.max(...paths.map((path) => Buffer.byteLength(path)))).toBeLessThanOrEqual(200);
  });

  it('takes away the file of what is a folder now, and gives a folder that became a page its file', () => {
    const facts = factsFor([read('1', { kind: 'folder', title: 'Home' }), tree[1]!, tree[2]!], standing);
    const outcome = planSync(facts);
    expect(outcome.plan.removals).toEqual([{ pageId: '1', path: 'wiki/ENG/home-1.md', proof: 'confirmed-gone' }]);
    expect(outcome.plan.writes).toEqual([]);
    const back = planSync(factsFor(tree, carryOut(facts, outcome)));
    expect(back.plan.writes).toMatchObject([{ path: 'wiki/ENG/home-1.md', from: null, reason: 'new' }]);
  });

  it('I2: a held page stays at its place until it is read again, though its parent is known by then', () => {
    const early = mirrored([read('11', { parentId: '1' })]);
    const missed = factsFor([read('1')], early);
    const state = carryOut(missed, planSync(missed));
    expect(planSync(factsFor([], { ...state, listings: new Map() })).plan.writes).toEqual([]);
    expect(planSync(factsFor([read('1'), read('11', { parentId: '1' })], state)).plan.writes).toMatchObject([
      { path: 'wiki/ENG/page-1-1/page-11-11.md', from: 'wiki/ENG/page-11-11.md' },
    ]);
  });

  it('remembers where a held page was seen last', () => {
    const scope = scopeOf([spaceScope('ENG'), spaceScope('OPS')]);
    const facts = factsFor([read('2', { parentId: '9', spaceKey: 'OPS' })], {
      ...mirrored([read('2', { parentId: '1' })], { scope }),
      scope,
      listings: new Map(),
    });
    expect(planSync(facts).ledger).toMatchObject([
      { pageId: '2', parentId: '9', spaceKey: 'OPS', state: 'held', reason: 'container-unknown' },
    ]);
  });

  it('holds no folder that was never part of the mirror', () => {
    const scope = scopeOf([spaceScope('ENG', { selectedPageIds: ['1'], includeDescendants: true })]);
    const facts = factsFor([read('8', { kind: 'folder', parentId: '9' }), read('1', { parentId: '8' })], { scope });
    const outcome = planSync(facts);
    expect(outcome.ledger.map((row) => row.pageId)).toEqual(['1']);
    expect(outcome.counts).toMatchObject({ pages: 1, written: 1 });
  });

  it('takes a page of which the ledger knows neither time nor address', () => {
    const bare = standing.ledger.map((row) => ({ ...row, modifiedAt: null, url: null }));
    const { plan } = planSync(factsFor([], { ...standing, ledger: bare, listings: new Map(), asked: new Set(['1']) }));
    expect(plan.writes).toMatchObject([{ page: { id: '1', modifiedAt: '', url: '' }, reason: 'asked' }]);
  });

  it('names spaces of the scope that the source does not show', () => {
    expect(
      planSync(factsFor([], { scope: scopeOf([spaceScope('ENG'), spaceScope('XX')]), spaces: [spaceFor('ENG')] }))
        .missingSpaces,
    ).toEqual(['XX']);
  });

  it('names pages of the scope that a complete listing of their space does not show', () => {
    const one = { ...spaceScope('ENG'), selectedPageIds: ['1', '77'], subtreePageIds: ['88', '77'] };
    const facts = factsFor([tree[0]!], { scope: scopeOf([one]) });
    expect(planSync(facts).missingPages).toEqual(['77', '88']);
    expect(planSync({ ...facts, listings: new Map([['ENG', 'incomplete']]) }).missingPages).toEqual([]);
    expect(planSync(factsFor(tree)).missingPages).toEqual([]);
  });

  it('I7: the counts cover every page of the scope', () => {
    const { counts } = planSync(
      factsFor(
        [
          ...tree,
          read('4', {}, { restricted: true }),
          read('5', { state: 'archived' }),
          read('6', { spaceKey: 'OPS' }),
        ],
        { ...standing, failed: new Set(['3']) },
      ),
    );
    const { pages, written, moved, unchanged, skipped, held, failed } = counts;
    expect(pages).toBe(5);
    expect(written + moved + unchanged + skipped + held + failed).toBe(pages);
  });
});

describe('commentsHashOf', () => {
  it('follows what is shown of comments, in any order', () => {
    const one: PageComment = {
      id: '1',
      pageId: '7',
      parentId: null,
      kind: 'inline',
      authorId: 'ada',
      createdAt: '2026-01-01T00:00:00.000Z',
      version: 1,
      resolved: false,
      anchorText: 'these words',
      body: { format: 'adf', value: '{}' },
    };
    const two = { ...one, id: '2', parentId: '1' };
    expect(commentsHashOf([one, two])).toBe(commentsHashOf([two, one, two]));
    for (const change of [{ version: 2 }, { resolved: true }, { anchorText: null }, { authorId: null }])
      expect(commentsHashOf([{ ...one, ...change }])).not.toBe(commentsHashOf([one]));
  });
});

describe('previewOf', () => {
  it('shows files and skipped pages, and says how many more there are', () => {
    const outcome = planSync(
      factsFor([...tree, read('4', {}, { restricted: true }), read('5', {}, { restricted: true })]),
    );
    const titles = new Map([['1', 'Home']]);
    expect(previewOf(outcome, titles, { limit: 1, requests: 2, points: 300 })).toEqual({
      pages: 5,
      files: [{ path: 'wiki/ENG/home-1.md', title: 'Home', pageId: '1' }],
      moreFiles: 2,
      skipped: [{ pageId: '4', title: 'Page 4', reason: 'restricted' }],
      skippedByReason: { restricted: 2 },
      removals: 0,
      requests: 2,
      points: 300,
    });
    const estimates = {
      seconds: 4,
      bytes: 5000,
      attachments: { files: 1, bytes: 2000, leftOut: 3 },
      repositoryVisibility: 'private',
    } as const;
    expect(previewOf(outcome, titles, { limit: 1, requests: 2, points: 300, ...estimates })).toMatchObject(estimates);
    expect(
      previewOf(outcome, titles, { limit: 9, requests: 0, points: 0, sizes: new Map([['1', 700]]) }),
    ).toMatchObject({
      moreFiles: 0,
      files: [{ bytes: 700 }, { title: '2' }, {}],
    });
  });
});
