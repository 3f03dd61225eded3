import { describe, expect, it } from 'vitest';
import { type NameWish, placeNames } from './names.ts';

const wish = (index: number, x: number, y: number, forced = false): NameWish => ({ index, x, y, width: 100, forced });
const placed = (wishes: readonly NameWish[], most = 10) => placeNames(wishes, most).map(({ index }) => index);

describe('names on the map', () => {
  it('do not cover each other; the earlier stays', () => {
    expect(placed([wish(0, 0, 0), wish(1, 50, 10), wish(2, 50, 16), wish(3, 101, 0)])).toEqual([0, 2, 3]);
  });

  it('see each other across the cells that they are sorted into', () => {
    expect(placed([wish(0, 60, 63), wish(1, 150, 66)])).toEqual([0]);
  });

  it('stand where they have to, before all others', () => {
    expect(placed([wish(0, 0, 0), wish(1, 10, 0, true)])).toEqual([1]);
    expect(placed([wish(1, 0, 0, true), wish(2, 10, 0, true)])).toEqual([1, 2]);
  });

  it('end where there are enough', () => {
    expect(placed([wish(0, 0, 0), wish(1, 0, 100), wish(2, 0, 200)], 2)).toEqual([0, 1]);
  });
});
