import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ExportError } from './error.ts';
import { ZipArchive } from './zip.ts';

/** An XML export, packed or unpacked. */
export interface ExportSource {
  /** The objects, from the start; may be asked for more than once. */
  entities(): Promise<Readable>;
  /** Content of a file of a page, its newest version; undefined where the export has none. */
  attachment(pageId: string, id: string): Promise<Readable | undefined>;
  close(): Promise<void>;
}

const ENTITIES = 'entities.xml';
const ATTACHMENT = /^(?:.*\/)?attachments\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** Name of the newest version of each file, by page and file. */
function newestOf(names: Iterable<string>): Map<string, { readonly name: string; readonly version: number }> {
  const files = new Map<string, { readonly name: string; readonly version: number }>();
  for (const name of names) {
    const found = ATTACHMENT.exec(name.replaceAll('\\', '/'));
    if (!found) continue;
    const key = `${found[1]}/${found[2]}`;
    const version = Number.parseInt(found[3]!, 10) || 0;
    if ((files.get(key)?.version ?? -1) < version) files.set(key, { name, version });
  }
  return files;
}

async function zipSource(path: string): Promise<ExportSource> {
  const archive = await ZipArchive.open(path);
  const entities =
    archive.entries.get(ENTITIES) ??
    [...archive.entries.values()].find((entry) => /(?:^|\/)entities\.xml$/.test(entry.name));
  if (!entities) {
    await archive.close();
    throw new ExportError(`${path} has no entities.xml; export the space as XML, not as HTML or PDF.`);
  }
  const files = newestOf(archive.entries.keys());
  return {
    entities: () => archive.read(entities),
    attachment: async (pageId, id) => {
      const file = files.get(`${pageId}/${id}`);
      return file && archive.read(archive.entries.get(file.name)!);
    },
    close: () => archive.close(),
  };
}

async function folderSource(folder: string): Promise<ExportSource> {
  // An archive of Windows, unpacked where a backslash divides nothing, is one folder of files with such names.
  const flat = newestOf((await readdir(folder)).filter((name) => name.includes('\\')));
  return {
    entities: async () => createReadStream(join(folder, ENTITIES)),
    attachment: async (pageId, id) => {
      if (!/^[\w.-]+$/.test(pageId) || !/^[\w.-]+$/.test(id)) return undefined;
      const versions = await readdir(join(folder, 'attachments', pageId, id)).catch(() => []);
      const newest = versions.sort((a, b) => (Number.parseInt(a, 10) || 0) - (Number.parseInt(b, 10) || 0)).at(-1);
      if (newest !== undefined) return createReadStream(join(folder, 'attachments', pageId, id, newest));
      const file = flat.get(`${pageId}/${id}`);
      return file && createReadStream(join(folder, file.name));
    },
    close: async () => {},
  };
}

/** Opens an export; undefined for a folder that is none, which then is a folder of bodies. */
export async function openSource(path: string): Promise<ExportSource | undefined> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new ExportError(`${path} does not exist; name the zip of a space exported as XML, or a folder.`);
  if (!found.isDirectory()) return zipSource(path);
  const entities = await stat(join(path, ENTITIES)).catch(() => null);
  return entities ? folderSource(path) : undefined;
}
