import type { Point } from './view.ts';

/** A name that wants to stand on the map, in pixels. */
export interface NameWish {
  readonly index: number;
  readonly width: number;
  /** Where it may stand, the best first: left end of the text and its middle line. */
  readonly places: readonly Point[];
}

export interface PlacedName {
  readonly index: number;
  readonly at: Point;
}

const HEIGHT = 15;
/** Pixels that stay free between two names of a line. */
const APART = 4;
const CELL = 64;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
}

/** Gives each name the first of its places that is free; one that has none is left out. Earlier wishes go first. */
export function placeNames(wishes: readonly NameWish[], most: number): readonly PlacedName[] {
  const cells = new Map<string, Box[]>();
  const placed: PlacedName[] = [];
  const cellsOf = ({ left, right, middle }: Box): readonly string[] => {
    const keys: string[] = [];
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1)
      for (let row = Math.floor((middle - HEIGHT) / CELL); row <= Math.floor((middle + HEIGHT) / CELL); row += 1)
        keys.push(`${column}:${row}`);
    return keys;
  };
  const covers = (a: Box, b: Box) =>
    a.left < b.right + APART && b.left < a.right + APART && Math.abs(a.middle - b.middle) < HEIGHT;
  for (const { index, width, places } of wishes) {
    if (placed.length >= most) break;
    for (const at of places) {
      const box = { left: at[0], right: at[0] + width, middle: at[1] };
      const keys = cellsOf(box);
      if (keys.some((key) => cells.get(key)?.some((one) => covers(one, box)))) continue;
      placed.push({ index, at });
      for (const key of keys) cells.set(key, [...(cells.get(key) ?? []), box]);
      break;
    }
  }
  return placed;
}
