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
});
