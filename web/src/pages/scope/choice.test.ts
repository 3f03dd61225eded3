import { describe, expect, it } from 'vitest';
import type { Scope } from '../../api/types.ts';
import {
  type Choice,
  choiceOf,
  emptyChoice,
  isIn,
  markedAbove,
  pageTick,
  scopeOf,
  spaceTick,
  togglePage,
  toggleSpace,
} from './choice.ts';

/** home > guide > install, home > news */
const parents = new Map<string, string | null>([
  ['home', null],
  ['guide', 'home'],
  ['install', 'guide'],
  ['news', 'home'],
]);
const tick = (choice: Choice, id: string) => pageTick(choice, 'ENG', id, parents, markedAbove(choice, 'ENG', parents));
const toggle = (choice: Choice, ...ids: readonly string[]) =>
  ids.reduce((now, id) => togglePage(now, 'ENG', id, parents), choice);

describe('choosing pages', () => {
  it('brings what is below a page, and shows what is above it as mixed', () => {
    const choice = toggle(emptyChoice, 'guide');
    expect(['home', 'guide', 'install', 'news'].map((id) => tick(choice, id))).toEqual(['mixed', 'on', 'on', 'off']);
    expect(spaceTick(choice, 'ENG')).toBe('mixed');
  });

  it('leaves a page out of what a page above brings', () => {
    const choice = toggle(emptyChoice, 'home', 'guide');
    expect(tick(choice, 'install')).toBe('off');
    expect(tick(choice, 'home')).toBe('mixed');
    expect(scopeOf(choice).spaces[0]).toMatchObject({ selectedPageIds: ['home'], exclude: { pageIds: ['guide'] } });
  });

  it('drops marks below a page that is turned over', () => {
    const choice = toggle(emptyChoice, 'install', 'home');
    expect(scopeOf(choice).spaces[0]?.selectedPageIds).toEqual(['home']);
    expect(scopeOf(toggle(choice, 'home')).spaces).toEqual([]);
  });

  it('leaves pages out of a whole space', () => {
    const choice = toggle(toggleSpace(emptyChoice, 'ENG'), 'guide');
    expect(isIn(choice, 'ENG', 'install', parents)).toBe(false);
    expect(scopeOf(choice).spaces[0]).toMatchObject({ selectedPageIds: null, exclude: { pageIds: ['guide'] } });
    expect(spaceTick(toggleSpace(choice, 'ENG'), 'ENG')).toBe('on');
  });

  it('takes single pages where they bring nothing below them', () => {
    const choice = toggle({ ...emptyChoice, descendants: false }, 'home', 'install');
    expect(['guide', 'install'].map((id) => isIn(choice, 'ENG', id, parents))).toEqual([false, true]);
    expect(scopeOf(choice).spaces[0]).toMatchObject({
      selectedPageIds: ['home', 'install'],
      includeDescendants: false,
    });
  });

  it('keeps what a person wrote into the file and the page does not offer', () => {
    const scope: Scope = {
      version: 1,
      source: 'wiki',
      spaces: [
        {
          key: 'ENG',
          selectedPageIds: [],
          includeDescendants: false,
          subtreePageIds: ['guide'],
          labels: ['public'],
          exclude: { pageIds: [], labels: [], titles: ['Draft*'] },
        },
      ],
      attachments: { include: true, maxBytes: 1, kinds: ['image'] },
      blogPosts: false,
      comments: 'open',
    };
    const choice = choiceOf(scope);
    expect(scopeOf(choice)).toEqual({ ...scope, spaces: [expect.objectContaining(scope.spaces[0]!)] });
    expect(['guide', 'install', 'news'].map((id) => isIn(choice, 'ENG', id, parents))).toEqual([true, true, false]);
    expect(scopeOf(toggle(choice, 'guide')).spaces).toEqual([]);
  });

  it('reads back what it wrote', () => {
    const scope = scopeOf({ ...toggle(toggleSpace(emptyChoice, 'OPS'), 'home', 'guide'), labels: ['draft'] });
    expect(scopeOf(choiceOf(scope))).toEqual(scope);
  });
});
