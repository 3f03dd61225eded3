import { describe, expect, it } from 'vitest';
import type { Scope, SpaceScope } from '../core/scope.ts';
import { diffScope } from './scope-difference.ts';
import { emptyScope } from './scope-printing.ts';

const space = (key: string, change: Partial<SpaceScope> = {}): SpaceScope => ({
  key,
  selectedPageIds: null,
  includeDescendants: false,
  exclude: { pageIds: [], labels: [] },
  ...change,
});
const scope = (spaces: readonly SpaceScope[], change: Partial<Scope> = {}): Scope => ({
  ...emptyScope('wiki'),
  spaces,
  ...change,
});

describe('diffScope', () => {
  it('says nothing where nothing changes', () => {
    const same = scope([space('A'), space('B', { selectedPageIds: ['1'] })]);
    expect(diffScope(same, same)).toEqual([]);
  });

  it('tells of a first scope as a whole', () => {
    expect(diffScope(null, scope([space('A'), space('B', { selectedPageIds: [] })], { blogPosts: true }))).toEqual([
      'Add space A: the whole space',
      'Add space B: no page',
      'Copy attachments',
      'Copy attachments up to 10485760 bytes',
      'Mirror blog posts',
    ]);
  });

  it('tells of each change of a space and of the settings', () => {
    const before = scope(
      [space('A'), space('B', { selectedPageIds: ['1', '2'] }), space('C'), space('D', { selectedPageIds: ['1'] })],
      { blogPosts: true },
    );
    const after = scope(
      [
        space('A', { selectedPageIds: ['1', '2'], includeDescendants: true }),
        space('B', { selectedPageIds: ['2', '3', '4'], exclude: { pageIds: ['9'], labels: ['x'] } }),
        space('D', { selectedPageIds: ['1'], includeDescendants: true }),
      ],
      { attachments: { include: false, maxBytes: 5 } },
    );
    expect(diffScope(before, after)).toEqual([
      'Change space A: 2 pages with all pages below instead of the whole space',
      'Change space B: 2 selected pages more, 1 selected page fewer, 1 excluded page more, 1 excluded label more',
      'Change space D: 1 page with all pages below instead of 1 page',
      'Remove space C',
      'Leave attachments out',
      'Leave blog posts out',
    ]);
  });

  it('tells what narrows a new space down', () => {
    const exclude = { pageIds: ['9'], labels: ['old', 'x'], titles: ['Draft*'], modifiedBefore: '2024-01-01' };
    expect(
      diffScope(
        scope([]),
        scope([space('A', { selectedPageIds: ['1'], subtreePageIds: ['2', '3'], labels: ['a', 'b'], exclude })]),
      ),
    ).toEqual([
      'Add space A: 1 page and 2 page trees, only pages labelled a or b, without 1 excluded page, without the label old or x, without titles like Draft*, without pages last changed before 2024-01-01',
    ]);
    expect(diffScope(scope([]), scope([space('A', { selectedPageIds: [], subtreePageIds: ['2'] })]))).toEqual([
      'Add space A: 1 page tree',
    ]);
    expect(diffScope(scope([]), scope([space('A', { exclude: { pageIds: [], labels: [], titles: [] } })]))).toEqual([
      'Add space A: the whole space',
    ]);
  });

  it('tells of labels, page trees, titles and age', () => {
    const narrow = space('A', {
      selectedPageIds: [],
      subtreePageIds: ['1'],
      labels: ['a'],
      exclude: { pageIds: [], labels: [], titles: ['x*'], modifiedBefore: '2024-01-01' },
    });
    const wide = space('A', { selectedPageIds: [] });
    expect(diffScope(scope([wide]), scope([narrow]))).toEqual([
      'Change space A: 1 page tree more, only pages labelled a, 1 excluded title more, only pages changed since 2024-01-01',
    ]);
    expect(diffScope(scope([narrow]), scope([wide]))).toEqual([
      'Change space A: 1 page tree fewer, whatever its labels, 1 excluded title fewer, pages of any age',
    ]);
    expect(diffScope(scope([space('A')]), scope([space('A', { exclude: narrow.exclude })]))).toEqual([
      'Change space A: 1 excluded title more, only pages changed since 2024-01-01',
    ]);
  });

  it('tells of every setting, on and off', () => {
    const attachments = { include: true, maxBytes: 10 * 1024 * 1024 };
    const on = {
      comments: 'open',
      archivedPages: true,
      history: true,
      attachments: { ...attachments, kinds: ['image'] },
    } as const;
    expect(diffScope(scope([]), scope([], on))).toEqual([
      'Copy attachments of the kinds image',
      'Mirror comments that are not resolved',
      'Mirror archived pages',
      'Make each version of a page a commit',
    ]);
    expect(diffScope(scope([], on), scope([]))).toEqual([
      'Copy attachments of all kinds',
      'Leave comments out',
      'Leave archived pages out',
      'Make each run one commit',
    ]);
    expect(diffScope(scope([]), scope([], { comments: 'all', attachments: { ...attachments, kinds: [] } }))).toEqual([
      'Copy attachments of the kinds none',
      'Mirror all comments',
    ]);
    expect(diffScope(scope([]), scope([], { comments: 'none', archivedPages: false, history: false }))).toEqual([]);
  });
});
