import { type Document, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** Version of the file format that this release writes. */
export const CURRENT_VERSION = 1;

/** Keys of version 0 and what they are called now, at the top and in each entry of `spaces`. */
const TOP_KEYS: Readonly<Record<string, string>> = { blogs: 'blogPosts' };
const SPACE_KEYS: Readonly<Record<string, string>> = { pages: 'selectedPageIds', descendants: 'includeDescendants' };

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Gives keys their new names. A key whose new name stands there too is left, so that it is reported. */
function rename(map: unknown, names: Readonly<Record<string, string>>): void {
  if (!isMap(map)) return;
  for (const [before, after] of Object.entries(names)) {
    const pair = pairOf(map, before);
    if (pair && !pairOf(map, after)) (pair.key as Scalar).value = after;
  }
}

/**
 * Brings a file of an older version to the current one, in place: keys and values keep their places, so
 * that problems are told where they stand, and comments stay. Returns the version that the file had; null
 * where it needs nothing or its version cannot be told.
 */
export function migrateScopeDocument(document: Document.Parsed): number | null {
  const root = document.contents;
  if (!isMap(root)) return null;
  const version = pairOf(root, 'version')?.value;
  if (!isScalar(version) || version.value !== 0) return null;
  rename(root, TOP_KEYS);
  const spaces = pairOf(root, 'spaces')?.value;
  for (const space of isSeq(spaces) ? spaces.items : []) rename(space, SPACE_KEYS);
  version.value = CURRENT_VERSION;
  delete version.source;
  return 0;
}
