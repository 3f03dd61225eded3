import { describe, expect, it } from 'vitest';
import type { Scope } from '../../core/scope.ts';
import { scope as shape } from './shapes.ts';

const whole: Scope = {
  version: 1,
  source: 'wiki',
  spaces: [
    {
      key: 'ENG',
      selectedPageIds: ['1'],
      includeDescendants: false,
      subtreePageIds: ['2'],
      labels: ['public'],
      exclude: { pageIds: ['3'], labels: ['draft'], titles: ['Old *'], modifiedBefore: '2024-12-31' },
    },
  ],
  attachments: { include: true, maxBytes: 1_000, kinds: ['image', 'document'] },
  blogPosts: true,
  comments: 'open',
  archivedPages: true,
  history: true,
};

describe('the shape of a scope', () => {
  it('keeps everything that a scope file can say', () => {
    expect(shape.parse(structuredClone(whole))).toEqual(whole);
  });

  it('adds nothing that a short one leaves to the defaults of the file', () => {
    expect(Object.keys(shape.parse({ spaces: [{ key: 'ENG' }] })).sort()).toEqual([
      'attachments',
      'blogPosts',
      'spaces',
      'version',
    ]);
  });

  it('refuses a day that is none and a kind that nobody knows', () => {
    const excluding = { pageIds: [], labels: [], modifiedBefore: '2024-02-31' };
    expect(shape.safeParse({ spaces: [{ key: 'ENG', exclude: excluding }] }).success).toBe(false);
    const attachments = { include: true, maxBytes: 1, kinds: ['films'] };
    expect(shape.safeParse({ spaces: [], attachments }).success).toBe(false);
  });
});
