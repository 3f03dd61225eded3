import { constants } from 'node:fs';
import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ExportError } from './error.ts';

/** How the folder was found that a space is written into. */
export type Target = 'made' | 'empty' | 'used';

/** One folder after another: in places such as `/proc` Node never ends to make them at once. */
async function makeFolder(path: string): Promise<boolean> {
  const missing: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found && !found.isDirectory()) throw new ExportError(`${at} is no folder; name another one with --out.`);
    if (found) break;
    missing.push(at);
  }
  for (const folder of missing.reverse()) await mkdir(folder);
  return missing.length > 0;
}

/**
 * Makes the folder that a space is written into, and sees that it can be written.
 *
 * @param force whether files may stand in it already
 * @throws ExportError where they stand and may not; an error of the system where it cannot be made or written
 */
export async function prepareTarget(path: string, force: boolean): Promise<Target> {
  if (await makeFolder(path)) return 'made';
  await access(path, constants.W_OK);
  if ((await readdir(path)).length === 0) return 'empty';
  if (force) return 'used';
  throw new ExportError(
    `${path} is not empty; name a new folder. Or say --force: files of the same names are then replaced, and all others stay, also those of an earlier export.`,
  );
}

/** Files in the folder that this run did not write, by their path with `/`. What Git keeps for itself is none of them. */
export async function othersIn(path: string, written: ReadonlySet<string>): Promise<string[]> {
  const others: string[] = [];
  const open = [''];
  while (open.length > 0) {
    const at = open.pop()!;
    for (const entry of await readdir(join(path, at), { withFileTypes: true })) {
      const name = at === '' ? entry.name : `${at}/${entry.name}`;
      if (!entry.isDirectory()) {
        if (!written.has(name)) others.push(name);
      } else if (name !== '.git') open.push(name);
    }
  }
  return others.sort();
}
