import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitItems, fitText, tokensOfResult } from './budget.ts';

describe('a budget of tokens', () => {
  test('takes as many of the first items as fit, and at least one', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 30 }), fc.nat(400), (items, most) => {
        const build = (some: readonly string[]) => ({ some: [...some], left: items.length - some.length });
        const { result, kept } = fitItems(items, build, most);
        expect(result).toEqual(build(items.slice(0, kept)));
        if (kept > 1) expect(tokensOfResult(result)).toBeLessThanOrEqual(most);
        if (kept < items.length && kept > 0)
          expect(tokensOfResult(build(items.slice(0, kept + 1)))).toBeGreaterThan(most);
        expect(kept > 0).toBe(items.length > 0);
      }),
    );
  });

  test('takes as much of a text as fits, and at least fifty characters', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), fc.nat(800), (length, most) => {
        const result = fitText(length, (characters) => ({ text: '日'.repeat(characters) }), most);
        const kept = result.text.length;
        expect(tokensOfResult(result) <= most || kept <= 50).toBe(true);
        expect(kept).toBeLessThanOrEqual(length);
      }),
    );
  });
});
