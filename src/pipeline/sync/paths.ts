import type { ContentKind } from '../../core/page.ts';
import { compareIds, idTag } from './ids.ts';
import { bytesOf, cutToBytes, foldPath, slugOf, spaceFolder } from './slug.ts';
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
const LONGEST_SEGMENT = 60;
/** A directory above this many bytes starts again below `_deep`, so that its files still have a name. */
const LONGEST_DIRECTORY = 130;
const LONGEST_SPACE = 32;
const DEEP_SLUG = 20;
const BLOG = 'blog';
const EXTENSION = '.md';

/** Paths given so far, as the strictest file system compares them. */
class Places {
  readonly #taken = new Set<string>();
  readonly stems = new Map<string, string>();

  isFree(stem: string): boolean {
    return !this.#taken.has(foldPath(stem));
  }

  give(id: string, stem: string): void {
    this.#taken.add(foldPath(stem));
    this.stems.set(id, stem);
  }

  reserve(stem: string): void {
    this.#taken.add(foldPath(stem));
  }
}

function stemOf(path: string): string {
  return path.endsWith(EXTENSION) ? path.slice(0, -EXTENSION.length) : path;
}

/** The names a page may have in a directory, best first; the same for the same title, id and directory. */
function candidates(page: PlacedPage, directory: string): readonly [string, string] {
  const room = Math.min(LONGEST_SEGMENT, LONGEST_PATH - bytesOf(directory) - 1 - EXTENSION.length);
  const tag = idTag(page.id);
  const slug = slugOf(page.title, room);
  const short = cutToBytes(slug, room - bytesOf(tag) - 1);
  const tagged = short === '' ? tag : `${short}-${tag}`;
  return [`${directory}/${slug === '' ? tag : slug}`, `${directory}/${tagged}`];
}

/** Directory for what stands below a page or folder whose file has this stem. */
function directoryBelow(page: PlacedPage, stem: string, spaceDirectory: string): string {
  if (bytesOf(stem) <= LONGEST_DIRECTORY) return stem;
  const slug = slugOf(page.title, DEEP_SLUG);
  const tag = idTag(page.id);
  return `${spaceDirectory}/_deep/${slug === '' ? tag : `${slug}-${tag}`}`;
}

/** Gives every page of one directory its name: first those that keep theirs, then by id. */
function placeSiblings(
  pages: readonly PlacedPage[],
  directory: string,
  existing: ReadonlyMap<string, string>,
  places: Places,
) {
  const rest: PlacedPage[] = [];
  const kept = (page: PlacedPage) =>
    candidates(page, directory).find((stem) => `${stem}${EXTENSION}` === existing.get(page.id));
  for (const page of pages) {
    const stem = kept(page);
    if (stem !== undefined && places.isFree(stem)) places.give(page.id, stem);
    else rest.push(page);
  }
  for (const page of rest) {
    const [plain, tagged] = candidates(page, directory);
    let stem = places.isFree(plain) ? plain : tagged;
    for (let again = 2; !places.isFree(stem); again += 1) stem = `${tagged}-${again}`;
    places.give(page.id, stem);
  }
}

function addTo<Key>(groups: Map<Key, PlacedPage[]>, key: Key, page: PlacedPage): void {
  const group = groups.get(key);
  if (group) group.push(page);
  else groups.set(key, [page]);
}

/** Directory of each space; keys that no file system takes, or that differ by case alone, get a hash. */
function spaceDirectories(keys: Iterable<string>, root: string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const directories = new Map<string, string>();
  for (const key of [...new Set(keys)].sort()) {
    const name = spaceFolder(key, LONGEST_SPACE);
    const free = name !== null && !taken.has(foldPath(name));
    const folder = free ? name : `${slugOf(key, LONGEST_SPACE - 14) || 'space'}-${idTag(`space ${key}`)}`;
    taken.add(foldPath(folder));
    directories.set(key, `${root}/${folder}`);
  }
  return directories;
}

/**
 * Path of each page's file, `<root>/<SPACE>/<parent>/<title>.md`. What stands below a page is in the
 * folder named like its file, so a first child renames nothing. Folders are directories and have no file.
 * A page keeps its path while its title and its parent's path stay; where two would collide, the one that
 * has the path keeps it, else the lowest id, and the others end in their id. The order of `pages` changes nothing.
 */
export function assignPaths(
  pages: readonly PlacedPage[],
  existing: ReadonlyMap<string, string>,
  options: PlacingOptions,
): ReadonlyMap<string, string> {
  const sorted = [...pages].sort((a, b) => compareIds(a.id, b.id));
  const parents = withoutCycles(new Map(sorted.map((page) => [page.id, page.parentId])));
  const spaces = spaceDirectories(
    sorted.map((page) => page.spaceKey),
    options.root,
  );
  const places = new Places();
  for (const directory of spaces.values()) places.reserve(`${directory}/${BLOG}`);

  const pinned = (page: PlacedPage) => options.pinned?.has(page.id) === true && existing.has(page.id);
  for (const page of sorted) if (pinned(page)) places.give(page.id, stemOf(existing.get(page.id)!));

  const below = new Map<string | null, PlacedPage[]>();
  for (const page of sorted) {
    const parent = parents.get(page.id)!;
    const known = parent !== null && parents.has(parent) ? parent : null;
    addTo(below, known, page);
  }
  let level = below.get(null) ?? [];
  let directoryOf = (page: PlacedPage) => {
    const space = spaces.get(page.spaceKey)!;
    return page.kind === 'blog' ? `${space}/${BLOG}` : space;
  };
  while (level.length > 0) {
    const groups = new Map<string, PlacedPage[]>();
    for (const page of level) if (!pinned(page)) addTo(groups, directoryOf(page), page);
    for (const directory of [...groups.keys()].sort())
      placeSiblings(groups.get(directory)!, directory, existing, places);
    const next: PlacedPage[] = [];
    const directories = new Map<string, string>();
    for (const page of level) {
      const directory = directoryBelow(page, places.stems.get(page.id)!, spaces.get(page.spaceKey)!);
      for (const child of below.get(page.id) ?? []) {
        directories.set(child.id, directory);
        next.push(child);
      }
    }
    directoryOf = (page) => directories.get(page.id)!;
    level = next;
  }
  const filed = sorted.filter((page) => page.kind !== 'folder');
  return new Map(filed.map((page) => [page.id, `${places.stems.get(page.id)!}${EXTENSION}`]));
}
