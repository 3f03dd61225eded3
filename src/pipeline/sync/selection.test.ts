import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, scopeOf, spaceScope } from './plan.bed.ts';
import { selectPages } from './selection.ts';
import { inherited, withoutCycles } from './tree.ts';

const pages = [
  read('1'),
  read('2', { parentId: '1' }),
  read('3', { parentId: '2' }),
  read('4'),
  read('5', { kind: 'blog' }),
  read('6', { spaceKey: '~me' }),
];
const pick = (scope: Parameters<typeof scopeOf>, from = pages) =>
  selectPages(scopeOf(...scope), from).selected.map((page) => page.meta.id);

describe('selectPages', () => {
  it('R4: takes the whole space, those pages or no page', () => {
    expect(pick([[spaceScope('ENG')]])).toEqual(['1', '2', '3', '4']);
    expect(pick([[spaceScope('ENG', { selectedPageIds: ['2'] })]])).toEqual(['2']);
    expect(pick([[spaceScope('ENG', { selectedPageIds: ['2'], includeDescendants: true })]])).toEqual(['2', '3']);
    expect(pick([[spaceScope('ENG', { selectedPageIds: [] })]])).toEqual([]);
  });

  it('takes blog posts and personal spaces only when they are asked for', () => {
    expect(pick([[spaceScope('ENG')], { blogPosts: true }])).toEqual(['1', '2', '3', '4', '5']);
    expect(pick([[spaceScope('~me')]])).toEqual(['6']);
  });

  it('S24, R18: leaves out what is restricted, archived or excluded, with the reason', () => {
    const remote = [
      read('1', {}, { restricted: true }),
      read('2', { parentId: '1' }),
      read('3', { state: 'archived' }),
      read('4', {}, { labels: ['draft'] }),
      read('5', { parentId: '4' }),
      read('7', { parentId: '6' }),
      read('6'),
      read('8', { state: 'trashed' }),
    ];
    const scope = scopeOf([spaceScope('ENG', { exclude: { pageIds: ['6'], labels: ['draft'] } })]);
    const { selected, skipped, outside } = selectPages(scope, remote);
    expect(selected.map((page) => page.meta.id)).toEqual(['5']);
    expect(skipped.map(({ page, reason }) => `${page.id} ${reason}`)).toEqual([
      '1 restricted',
      '2 restricted',
      '3 archived',
      '4 excluded',
      '7 excluded',
      '6 excluded',
    ]);
    expect(outside).toEqual(['8']);
  });

  it('takes subtrees beside single pages', () => {
    const chosen = { selectedPageIds: ['4'], subtreePageIds: ['2'] };
    expect(pick([[spaceScope('ENG', chosen)]])).toEqual(['2', '3', '4']);
    expect(pick([[spaceScope('ENG', { selectedPageIds: ['1'], subtreePageIds: ['3'] })]])).toEqual(['1', '3']);
    expect(pick([[spaceScope('ENG', { selectedPageIds: [], subtreePageIds: ['1'] })]])).toEqual(['1', '2', '3']);
  });

  it('chooses by label, and keeps folders as the way to what is chosen', () => {
    const remote = [
      read('1', { kind: 'folder' }),
      read('2', { parentId: '1' }, { labels: ['public', 'x'] }),
      read('3', { parentId: '1' }, { labels: ['x'] }),
      read('4'),
    ];
    const scope = scopeOf([spaceScope('ENG', { labels: ['public', 'open'] })]);
    expect(selectPages(scope, remote)).toMatchObject({
      selected: [{ meta: { id: '1' } }, { meta: { id: '2' } }],
      skipped: [],
      outside: ['3', '4'],
    });
  });

  it('excludes by title and by age, folders by neither', () => {
    const remote = [
      read('1', { title: 'Draft: plan' }),
      read('2', { title: 'Plan', parentId: '1' }),
      read('3', { title: 'Old', modifiedAt: '2023-12-31T23:59:59.999Z' }),
      read('4', { title: 'New', modifiedAt: '2024-01-01T00:00:00.000Z' }),
      read('5', { title: 'Unknown', modifiedAt: '' }),
      read('6', { title: 'Drafts', kind: 'folder', modifiedAt: '2020-01-01T00:00:00.000Z' }),
    ];
    const exclude = { pageIds: [], labels: [], titles: ['draft*'], modifiedBefore: '2024-01-01' };
    const { selected, skipped } = selectPages(scopeOf([spaceScope('ENG', { exclude })]), remote);
    expect(selected.map((page) => page.meta.id)).toEqual(['2', '4', '5', '6']);
    expect(skipped.map(({ page, reason }) => `${page.id} ${reason}`)).toEqual(['1 excluded', '3 excluded']);
  });

  it('takes archived pages only when they are asked for', () => {
    const remote = [read('1', { state: 'archived' }), read('2', { state: 'archived' }, { restricted: true })];
    expect(pick([[spaceScope('ENG')]], remote)).toEqual([]);
    expect(pick([[spaceScope('ENG')], { archivedPages: true }], remote)).toEqual(['1']);
  });

  it('R5, F31: ends on cycles and says where a missing parent decides', () => {
    const remote = [
      read('1', { parentId: '2' }),
      read('2', { parentId: '1' }),
      read('3', { parentId: '3' }),
      read('4', { parentId: '99' }),
    ];
    const scope = scopeOf([spaceScope('ENG', { selectedPageIds: ['2'], includeDescendants: true })]);
    expect(selectPages(scope, remote)).toMatchObject({
      selected: [{ meta: { id: '1' } }, { meta: { id: '2' } }],
      outside: ['3'],
      unknown: ['4'],
    });
    expect(pick([[spaceScope('ENG')]], remote)).toEqual(['1', '2', '3', '4']);
  });
});

describe('withoutCycles', () => {
  it('leaves no cycle, cuts nothing else, and does not depend on order', () => {
    const graph = fc.array(fc.option(fc.nat(12), { nil: null }), { maxLength: 12 });
    fc.assert(
      fc.property(graph, (parents) => {
        const entries = parents.map(
          (parent, index) => [String(index), parent === null ? null : String(parent)] as const,
        );
        const sound = withoutCycles(new Map(entries));
        expect([...withoutCycles(new Map([...entries].reverse()))].sort()).toEqual([...sound].sort());
        for (const [id, parent] of entries) {
          let at = sound.get(id);
          for (let step = 0; at != null; step += 1) {
            expect(step).toBeLessThanOrEqual(entries.length);
            at = sound.get(at);
          }
          if (sound.get(id) !== parent) expect(sound.get(id)).toBeNull();
        }
      }),
    );
  });

  it('answers from the nearest ancestor that knows', () => {
    const ask = inherited(
      new Map([
        ['a', null],
        ['b', 'a'],
        ['c', 'b'],
        ['d', 'x'],
      ]),
      (id) => (id === 'b' ? 'b' : undefined),
      { atTop: 'top', atGap: 'gap' },
    );
    expect(['a', 'b', 'c', 'd', 'c'].map(ask)).toEqual(['top', 'b', 'b', 'gap', 'b']);
  });
});
