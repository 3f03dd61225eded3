/** A name that could stand on the map, in pixels. */
export interface NameWish {
  readonly index: number;
  /** Left end of the text and its middle line. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Stands there even where it covers another. */
  readonly forced: boolean;
}

const HEIGHT = 15;
const CELL = 64;

/** Chooses names that do not cover each other; earlier wishes go before later ones. */
export function placeNames(wishes: readonly NameWish[], most: number): readonly NameWish[] {
  const cells = new Map<string, NameWish[]>();
  const placed: NameWish[] = [];
  const cellsOf = ({ x, y, width }: NameWish): readonly string[] => {
    const keys: string[] = [];
    for (let column = Math.floor(x / CELL); column <= Math.floor((x + width) / CELL); column += 1)
      for (let row = Math.floor((y - HEIGHT) / CELL); row <= Math.floor((y + HEIGHT) / CELL); row += 1)
        keys.push(`${column}:${row}`);
    return keys;
  };
  const covers = (a: NameWish, b: NameWish) =>
    a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < HEIGHT;
  for (const wish of [...wishes.filter(({ forced }) => forced), ...wishes.filter(({ forced }) => !forced)]) {
    if (placed.length >= most) break;
    const keys = cellsOf(wish);
    if (!wish.forced && keys.some((key) => cells.get(key)?.some((one) => covers(one, wish)))) continue;
    placed.push(wish);
    for (const key of keys) cells.set(key, [...(cells.get(key) ?? []), wish]);
  }
  return placed;
}
