import { bytesOf, cutToBytes, foldPath, idTag, isDeviceName, slugOf } from '../../config/index.ts';
import type { ContentKind } from '../../core/page.ts';
import { compareIds } from './ids.ts';
import { withoutCycles } from './tree.ts';

export interface PlacedPage {
  readonly id: string;
  readonly kind: ContentKind;
  readonly spaceKey: string;
  /** Nearest ancestor that is placed too; null at the top of the space. */
  readonly parentId: string | null;
  readonly title: string;
}

export interface PlacingOptions {
  /** Folder of the mirror. At most 40 bytes. */
  readonly root: string;
  /** Pages that keep their existing path whatever else changes. */
  readonly pinned?: ReadonlySet<string>;
}

/** Bytes of a whole path, as Windows and archive tools still take it. */
export const LONGEST_PATH = 200;
const LONGEST_SLUG = 48;
/** A directory above this many bytes starts again below `_deep`, so that its files still have a name. */
const LONGEST_DIRECTORY = 130;
const LONGEST_SPACE = 32;
const DEEP_SLUG = 20;
const DEEP = '_deep';
const BLOG = 'blog';
const EXTENSION = '.md';

/** Name of a page: what can be read of its title, then its id, which no other page has. */
function nameOf(page: PlacedPage, longestSlug: number): string {
  const tag = idTag(page.id);
  const slug = slugOf(page.title, longestSlug);
  return slug === '' ? tag : `${slug}-${tag}`;
}

function stemIn(page: PlacedPage, directory: string): string {
  const room = LONGEST_PATH - bytesOf(`${directory}/-${idTag(page.id)}${EXTENSION}`);
  return `${directory}/${nameOf(page, Math.min(LONGEST_SLUG, room))}`;
}

/** Directory for what stands below a page or folder whose file has this stem. */
function directoryBelow(page: PlacedPage, stem: string, spaceDirectory: string): string {
  return bytesOf(stem) <= LONGEST_DIRECTORY ? stem : `${spaceDirectory}/${DEEP}/${nameOf(page, DEEP_SLUG)}`;
}

/** A space key as a directory name, where every file system takes it as it is. */
function plainFolder(key: string): string | null {
  const isPlain = /^~?[A-Za-z0-9_-]+$/.test(key) && bytesOf(key) <= LONGEST_SPACE;
  return isPlain && !isDeviceName(key.toLowerCase()) ? key : null;
}

/** Directory of each space; keys that no file system takes, or that differ by case alone, get a hash. */
function spaceDirectories(keys: Iterable<string>, root: string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const directories = new Map<string, string>();
  for (const key of [...new Set(keys)].sort()) {
    const name = plainFolder(key);
    const isFree = name !== null && !taken.has(foldPath(name));
    const slug = cutToBytes(slugOf(key, LONGEST_SPACE), LONGEST_SPACE - 14) || 'space';
    const folder = isFree ? name : `${slug}-${idTag(`space ${key}`)}`;
    taken.add(foldPath(folder));
    directories.set(key, `${root}/${folder}`);
  }
  return directories;
}

function stemOf(path: string): string {
  return path.endsWith(EXTENSION) ? path.slice(0, -EXTENSION.length) : path;
}

/** Children by parent. A parent in another space, or that is not placed, is none. */
function childrenOf(pages: ReadonlyMap<string, PlacedPage>): ReadonlyMap<string | null, readonly PlacedPage[]> {
  const named = new Map<string, string | null>();
  for (const page of pages.values()) named.set(page.id, page.parentId);
  const parents = withoutCycles(named);
  const children = new Map<string | null, PlacedPage[]>();
  for (const page of pages.values()) {
    const parent = pages.get(parents.get(page.id) ?? '');
    const key = parent?.spaceKey === page.spaceKey ? parent.id : null;
    const group = children.get(key);
    if (group) group.push(page);
    else children.set(key, [page]);
  }
  return children;
}

/**
 * Path of each page's file, `<root>/<SPACE>/<parent>-<id>/<title>-<id>.md`. What stands below a page is in the
 * folder named like its file, so a first child renames nothing. Folders are directories and have no file.
 * A path depends on the page's id and the titles and ids on the way to it alone: neither the order in which
 * pages come, nor what stood there before, nor any other page changes it. Blog posts stand in `blog`.
 */
export function assignPaths(
  pages: readonly PlacedPage[],
  existing: ReadonlyMap<string, string>,
  options: PlacingOptions,
): ReadonlyMap<string, string> {
  const sorted = [...pages].sort((a, b) => compareIds(a.id, b.id));
  const byId = new Map<string, PlacedPage>();
  for (const page of sorted) byId.set(page.id, page);
  const children = childrenOf(byId);
  const spaces = spaceDirectories(
    sorted.map((page) => page.spaceKey),
    options.root,
  );
  const stems = new Map<string, string>();
  const topOf = (page: PlacedPage) => {
    const space = spaces.get(page.spaceKey)!;
    return page.kind === 'blog' ? `${space}/${BLOG}` : space;
  };
  let level = (children.get(null) ?? []).map((page) => ({ page, directory: topOf(page) }));
  while (level.length > 0) {
    level = level.flatMap(({ page, directory }) => {
      const pinned = options.pinned?.has(page.id) ? existing.get(page.id) : undefined;
      const stem = pinned === undefined ? stemIn(page, directory) : stemOf(pinned);
      stems.set(page.id, stem);
      const below = directoryBelow(page, stem, spaces.get(page.spaceKey)!);
      return (children.get(page.id) ?? []).map((child) => ({ page: child, directory: below }));
    });
  }
  const paths = new Map<string, string>();
  for (const { id, kind } of sorted) if (kind !== 'folder') paths.set(id, `${stems.get(id)!}${EXTENSION}`);
  return paths;
}
