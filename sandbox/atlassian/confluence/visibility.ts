import type { Item } from './item.ts';

/** Who reads: a person, or an app with its own bot user. */
export type Reader =
  | { readonly kind: 'person'; readonly accountId: string; readonly groups: readonly string[] }
  | { readonly kind: 'app'; readonly appId: string };

function admits(readers: NonNullable<Item['readers']>, reader: Reader): boolean {
  if (reader.kind === 'app') return readers.users.includes(reader.appId);
  return readers.users.includes(reader.accountId) || readers.groups.some((group) => reader.groups.includes(group));
}

/**
 * A read restriction counts for the item and all below it. Ends at a parent that does not exist and at a cycle.
 * An app is nobody's group member, so it reads only what is open to all who may see the space.
 */
export function mayRead(item: Item, reader: Reader, parentOf: (item: Item) => Item | undefined): boolean {
  const seen = new Set<string>();
  let current: Item | undefined = item;
  while (current && !seen.has(current.id)) {
    if (current.readers && !admits(current.readers, reader)) return false;
    seen.add(current.id);
    current = parentOf(current);
  }
  return true;
}
