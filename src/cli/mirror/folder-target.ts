import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TreeChange } from '../../core/mirror-file.ts';
import { Problem } from '../../core/problem.ts';
import { blobHash } from '../../pipeline/publish/index.ts';
import type { MirrorTarget } from './target.ts';

const asProblem = (error: unknown): unknown => {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof Problem || syscall === undefined) return error;
  return new Problem({
    code: 'folder-unwritable',
    message: `${path} cannot be read or written (${code}).`,
    hint: 'Check the path, its permissions and the space on the disk, or name another folder with --out.',
    cause: error,
  });
};

/** Files below a folder by their path with `/`. What is there must be plain: a link could lead anywhere. */
async function filesBelow(top: string, root: string): Promise<string[]> {
  const files: string[] = [];
  const open = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entries = await readdir(join(top, at), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const entry of entries) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile()) files.push(path);
      else {
        throw new Problem({
          code: 'folder-holds-link',
          message: `${join(top, path)} is neither a file nor a folder.`,
          hint: 'Remove it, or name another folder with --out.',
        });
      }
    }
  }
  return files.sort();
}

async function apply(top: string, change: TreeChange): Promise<void> {
  const place = (path: string) => join(top, path);
  const make = async (path: string) => void (await mkdir(dirname(place(path)), { recursive: true }));
  /** Folders that hold nothing any more go with their last file. */
  const leave = async (path: string) => {
    for (let at = dirname(path); at !== '.'; at = dirname(at)) {
      const gone = await rmdir(place(at)).then(
        () => true,
        () => false,
      );
      if (!gone) return;
    }
  };
  if (change.kind === 'rename') {
    await make(change.to);
    await rename(place(change.from), place(change.to));
    await leave(change.from);
  } else if (change.kind === 'remove') {
    await rm(place(change.path), { force: true });
    await leave(change.path);
  } else {
    await make(change.path);
    await writeFile(place(change.path), change.content);
  }
}

/** A folder on this machine, made where there is none. `root`: the mirror's folder in it; nothing else is touched. */
export async function openFolderTarget(top: string, root: string): Promise<MirrorTarget> {
  try {
    const found = await stat(top).catch(() => null);
    if (found && !found.isDirectory()) {
      throw new Problem({
        code: 'folder-unwritable',
        message: `${top} is no folder.`,
        hint: 'Name a folder with --out; it is made where there is none.',
      });
    }
    const paths = await filesBelow(top, root);
    const tree = new Map<string, string>();
    for (const path of paths) tree.set(path, blobHash(await readFile(join(top, path))));
    return {
      tree,
      name: top,
      async *read(wanted) {
        for (const path of wanted) yield { path, content: await readFile(join(top, path)) };
      },
      async write({ changes }) {
        try {
          for await (const change of changes) await apply(top, change);
        } catch (error) {
          throw asProblem(error);
        }
        return { state: 'written', commit: null };
      },
    };
  } catch (error) {
    throw asProblem(error);
  }
}
