import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { minutesIn, ownerId, page } from '../site.ts';
import type { WorldItem, WorldSpace } from '../world.ts';
import { isBodyFile, readBodyFile } from './body-file.ts';

/** What reading a folder found besides spaces. */
export interface FolderNotes {
  /** Files that hold no body, relative to nothing: as they were opened. */
  readonly skipped: string[];
  /** Ids that are taken. */
  readonly ids: Set<string>;
}

const firstId = 40_000_000;

/** Names that are numbers of ordinary length are page ids, as in exports; others get the next free one. */
function takeId(name: string, notes: FolderNotes): string {
  let id = /^\d{4,15}$/.test(name) ? name : String(firstId + notes.ids.size);
  while (notes.ids.has(id)) id = String(Number(id) + 1_000_003);
  notes.ids.add(id);
  return id;
}

function sortedEntries(folder: string): { readonly files: string[]; readonly folders: string[] } {
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    files: entries.filter((entry) => entry.isFile()).map((entry) => entry.name),
    folders: entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name),
  };
}

function readFiles(folder: string, files: readonly string[], notes: FolderNotes): WorldItem[] {
  const items: WorldItem[] = [];
  for (const fileName of files) {
    const file = join(folder, fileName);
    const body = isBodyFile(fileName) ? readBodyFile(file) : null;
    if (body === null) {
      notes.skipped.push(file);
      continue;
    }
    const title = basename(fileName, extname(fileName));
    const modifiedAt = statSync(file).mtime.toISOString();
    items.push(page(takeId(title, notes), title, { body, modifiedAt }));
  }
  return items;
}

/** Pages of a folder; a folder below is the parent of what it holds: the page of the same name, or a folder item. */
function readItems(folder: string, notes: FolderNotes): WorldItem[] {
  const { files, folders } = sortedEntries(folder);
  const items = readFiles(folder, files, notes);
  for (const name of folders) {
    const inner = readItems(join(folder, name), notes);
    if (inner.length === 0) continue;
    let parent = items.find((item) => item.title === name);
    if (!parent) {
      parent = page(takeId(name, notes), name, { kind: 'folder' });
      items.push(parent);
    }
    const id = parent.id;
    items.push(...inner.map((item) => (item.parentId === null ? { ...item, parentId: id } : item)));
  }
  return items;
}

function keyOf(name: string, taken: ReadonlySet<string>): string {
  const letters =
    name
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, '')
      .slice(0, 32) || 'SPACE';
  let key = letters;
  for (let count = 2; taken.has(key); count += 1) key = `${letters}${count}`;
  return key;
}

/**
 * Plain files as spaces: each folder is one, and so are the files that stand in the given folder itself. Folders in
 * which nothing is a body are left out.
 */
export function readPlainFolder(root: string): { readonly spaces: WorldSpace[]; readonly skipped: readonly string[] } {
  const notes: FolderNotes = { skipped: [], ids: new Set() };
  const { files, folders } = sortedEntries(root);
  const groups = folders.map((name) => ({ name, items: readItems(join(root, name), notes) }));
  groups.unshift({ name: basename(root), items: readFiles(root, files, notes) });
  const keys = new Set<string>();
  const spaces = groups
    .filter((group) => group.items.length > 0)
    .map((group, index): WorldSpace => {
      const key = keyOf(group.name, keys);
      keys.add(key);
      return {
        id: String(39_000_000 + index),
        key,
        name: group.name,
        type: 'global',
        ownerId,
        homepageId: null,
        createdAt: minutesIn(0),
        items: group.items,
      };
    });
  return { spaces, skipped: notes.skipped };
}
