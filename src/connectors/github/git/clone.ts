import { mkdir, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import type { Git } from './process.ts';

const packsWorthMerging = 40;
const abandonedAfter = 60 * 60_000;

/** Oldest Git with everything we use (`push --force-with-lease`, `GIT_CONFIG_COUNT` came with 2.31). */
const oldestGit = [2, 31] as const;

/** Folders to look for Git in where one was found that is new enough; Git is asked once. */
const newEnough = new Set<string>();

/** Problem `git-missing` or `git-too-old`. `searchPath`: where `git` is looked up, as for `createGit`. */
export async function checkGitVersion(git: Git, searchPath = ''): Promise<void> {
  if (newEnough.has(searchPath)) return;
  const { stdout } = await git.run(['--version']);
  const found = /(\d+)\.(\d+)/.exec(stdout.toString('utf8'));
  const [major, minor] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  if (major > oldestGit[0] || (major === oldestGit[0] && minor >= oldestGit[1])) {
    newEnough.add(searchPath);
    return;
  }
  throw new Problem({
    code: 'git-too-old',
    message: `Git ${oldestGit.join('.')} or newer is needed, found ${found?.[0] ?? 'none'}.`,
    hint: 'Upgrade git where ctx| runs.',
  });
}

/** Makes the bare clone where there is none and clears what a killed Git left behind. */
export async function ensureClone(git: Git, gitDir: string): Promise<void> {
  if (!(await isClone(gitDir))) {
    await rm(gitDir, { recursive: true, force: true });
    await mkdir(gitDir, { recursive: true, mode: 0o700 });
    const made = await git.run(['init', '--bare', '--quiet', '--template=', '--', gitDir]);
    if (made.code !== 0) {
      throw new Problem({
        code: 'clone-failed',
        message: 'The local clone could not be made.',
        detail: made.stderr.trim().slice(0, 300),
        hint: 'Check that the data folder can be written to.',
        retry: { kind: 'soon' },
      });
    }
    return;
  }
  await clearLeftovers(gitDir);
  await mergePacks(git, gitDir);
}

/** What Git makes last when it makes a repository, and what it takes one by. Asking Git itself costs a process. */
async function isClone(gitDir: string): Promise<boolean> {
  const text = (name: string) => readFile(join(gitDir, name), 'utf8').catch(() => '');
  const there = (name: string) =>
    stat(join(gitDir, name)).then(
      (found) => found.isDirectory(),
      () => false,
    );
  const [head, config, ...folders] = await Promise.all([
    text('HEAD'),
    text('config'),
    there('refs'),
    there(join('objects', 'pack')),
    there(join('objects', 'info')),
  ]);
  return /^(ref: refs\/|[0-9a-f]{40})/.test(head) && /^\s*bare = true$/m.test(config) && folders.every(Boolean);
}

/**
 * Only called while the repository is held. A Git that outlived its killed parent may still own one of these;
 * at worst it then sets a reference back, which the lease of the next push notices.
 */
async function clearLeftovers(gitDir: string): Promise<void> {
  const names = await readdir(gitDir);
  const dead = names.filter((name) => name.endsWith('.lock') || name.startsWith('fast_import_crash_'));
  await Promise.all(dead.map((name) => unlink(join(gitDir, name)).catch(() => undefined)));
  const refs = await readdir(join(gitDir, 'refs'), { recursive: true }).catch(() => []);
  const locks = refs.filter((name) => name.endsWith('.lock'));
  await Promise.all(locks.map((name) => unlink(join(gitDir, 'refs', name)).catch(() => undefined)));
  const packs = join(gitDir, 'objects', 'pack');
  for (const name of await readdir(packs).catch(() => [])) {
    if (!name.startsWith('tmp_')) continue;
    const age = Date.now() - (await stat(join(packs, name)).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > abandonedAfter) await unlink(join(packs, name)).catch(() => undefined);
  }
}

/** Every commit brings a pack; many packs make reading slow. Unreachable objects stay for two weeks. */
async function mergePacks(git: Git, gitDir: string): Promise<void> {
  const names = await readdir(join(gitDir, 'objects', 'pack')).catch(() => []);
  if (names.filter((name) => name.endsWith('.pack')).length < packsWorthMerging) return;
  await git.run(['gc', '--quiet', '--prune=2.weeks.ago'], { gitDir, deadline: 15 * 60_000 });
}
