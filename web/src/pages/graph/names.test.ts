import { describe, expect, it } from 'vitest';
import { type NameWish, placeNames } from './names.ts';

const wish = (index: number, ...places: readonly [number, number][]): NameWish => ({ index, width: 100, places });
const placed = (wishes: readonly NameWish[], most = 10) => placeNames(wishes, most).map(({ index }) => index);

describe('names on the map', () => {
  it('do not cover each other; the earlier stays', () => {
    expect(placed([wish(0, [0, 0]), wish(1, [50, 10]), wish(2, [50, 16]), wish(3, [105, 0])])).toEqual([0, 2, 3]);
  });

  it('see each other across the cells that they are sorted into', () => {
    expect(placed([wish(0, [60, 63]), wish(1, [150, 66])])).toEqual([0]);
  });

  it('stand elsewhere beside their thing where the best place is taken', () => {
    expect(placeNames([wish(0, [0, 0]), wish(1, [10, 0], [-60, 4], [10, 40])], 10)).toEqual([
      { index: 0, at: [0, 0] },
      { index: 1, at: [10, 40] },
    ]);
  });

  it('never cover each other, however many stand close together', () => {
    const wishes = Array.from({ length: 400 }, (_, index) => {
      const [x, y] = [(index * 37) % 300, (index * 53) % 200] as const;
      return wish(index, [x, y], [x - 110, y], [x - 50, y - 14], [x - 50, y + 14]);
    });
    const names = placeNames(wishes, 400);
    expect(names.length).toBeGreaterThan(20);
    for (const { index, at } of names)
      for (const other of names)
        if (other.index !== index && Math.abs(other.at[1] - at[1]) < 15)
          expect(Math.abs(other.at[0] - at[0])).toBeGreaterThanOrEqual(100);
  });

  it('end where there are enough', () => {
    expect(placed([wish(0, [0, 0]), wish(1, [0, 100]), wish(2, [0, 200])], 2)).toEqual([0, 1]);
  });
});
