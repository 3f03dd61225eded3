import type { Item } from './item.ts';

/** Items grouped by a key, kept until the content changes. */
export interface ItemIndex {
  get(key: string): readonly Item[];
}

export function createItemIndex(
  source: { readonly items: ReadonlyMap<string, Item>; readonly revision: number },
  keyOf: (item: Item) => string | null,
  compare?: (a: Item, b: Item) => number,
): ItemIndex {
  let revision = -1;
  let rows = new Map<string, Item[]>();
  function rebuild(): void {
    rows = new Map();
    for (const item of source.items.values()) {
      const key = keyOf(item);
      if (key === null) continue;
      const group = rows.get(key);
      if (group) group.push(item);
      else rows.set(key, [item]);
    }
    if (compare) for (const group of rows.values()) group.sort(compare);
    revision = source.revision;
  }
  return {
    get(key) {
      if (revision !== source.revision) rebuild();
      return rows.get(key) ?? [];
    },
  };
}
