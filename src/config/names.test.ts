import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, cutToBytes, foldPath, idTag, isDeviceName, slugOf } from './names.ts';

describe('names', () => {
  it('hashes ids that are no plain names, and no plain id looks like a hash', () => {
    expect(idTag('123')).toBe('123');
    for (const id of ['../x', '1'.repeat(30), 'A1', 'abc', '', 'com1', idTag('../x')]) {
      expect(idTag(id)).toMatch(/^x[0-9a-f]{12}$/);
      expect(idTag(id)).not.toBe(id);
    }
  });

  it('cuts between letters', () => {
    expect(cutToBytes('ééé', 5)).toBe('éé');
    expect(cutToBytes('e\u0301e\u0301', 4)).toBe('e\u0301');
    expect(cutToBytes('', 0)).toBe('');
    expect(cutToBytes('\u0301\u0301', 1)).toBe('');
    expect(slugOf('one two', 4)).toBe('one');
  });

  it('F29: makes names of titles in every script', () => {
    expect(slugOf('Über uns!', 60)).toBe('über-uns');
    expect(slugOf('日本語 のページ', 60)).toBe('日本語-のページ');
    expect(slugOf("What's  new / 2026?", 60)).toBe('whats-new-2026');
    expect(['???', '🚀', '..', '.git/', 'CON', 'lpt1', '\u0301'].map((title) => slugOf(title, 60))).toEqual([
      '',
      '',
      '',
      'git',
      '',
      '',
      '',
    ]);
    expect(isDeviceName('com¹')).toBe(true);
  });

  it('F30: folds what any file system takes for the same', () => {
    expect(foldPath('STRASSE')).toBe(foldPath('straße'));
    expect(foldPath('e\u0301')).toBe(foldPath('É'));
    expect(foldPath('ﬁ')).toBe('fi');
  });

  it('F30: makes safe names of at most the bytes asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.integer({ min: 0, max: 60 }), (title, limit) => {
        const slug = slugOf(title, limit);
        expect(bytesOf(slug)).toBeLessThanOrEqual(limit);
        expect(slug).toMatch(/^([\p{L}\p{N}][\p{L}\p{N}\p{M}-]*)?$/u);
        expect(slug).not.toMatch(/-$/);
      }),
    );
  });
});
