import type { TreeEntry } from '../../../core/roles/repo-host.ts';
import type { Git } from './process.ts';
import { diffCommits, output, readTree } from './read.ts';

interface Kept {
  readonly commit: string;
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

/** A larger tree is read anew each time: memory matters more then. */
const MOST_ENTRIES = 20_000;
/** A tree that differs in more files is read whole. */
const MOST_DIFFERENCES = 2_000;
const KEPT_MS = 60_000;

const kept = new Map<string, Kept>();
const timers = new Map<string, NodeJS.Timeout>();

function keep(key: string, tree: Kept): void {
  clearTimeout(timers.get(key));
  kept.set(key, tree);
  const timer = setTimeout(() => {
    kept.delete(key);
    timers.delete(key);
  }, KEPT_MS);
  timer.unref();
  timers.set(key, timer);
}

/** The tree that was read last with what changed since; null where too much did. */
async function catchUp(git: Git, gitDir: string, last: Kept, commit: string, folder: string): Promise<Kept | null> {
  if (last.commit === commit) return last;
  const isWithin = (path: string) => folder === '' || path === folder || path.startsWith(`${folder}/`);
  const differences = (await diffCommits(git, gitDir, last.commit, commit)).filter(({ path }) => isWithin(path));
  if (differences.length > MOST_DIFFERENCES) return null;
  const blobs = [...new Set(differences.flatMap(({ blob }) => blob ?? []))];
  const sizes = await sizesOf(git, gitDir, blobs);
  const entries = new Map(last.entries);
  for (const { path, blob } of differences) {
    if (blob === null) entries.delete(path);
    else entries.set(path, { path, blob, size: sizes.get(blob)! });
  }
  return { commit, entries };
}

async function sizesOf(git: Git, gitDir: string, blobs: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (blobs.length === 0) return new Map();
  const args = ['cat-file', '--batch-check'];
  const input = `${blobs.join('\n')}\n`;
  const text = (await output(git, gitDir, args, `${blobs.length} sizes`, input)).toString('utf8');
  return new Map(
    text.split('\n').flatMap((line) => {
      const [blob = '', , size = ''] = line.split(' ');
      return /^\d+$/.test(size) ? [[blob, Number(size)] as const] : [];
    }),
  );
}

/**
 * As `readTree`. Runs that follow each other closely ask for trees that differ in a few files, so the last one of each
 * clone and folder is kept for a minute and brought up to date by the difference of the two commits.
 */
export async function readRecentTree(
  git: Git,
  gitDir: string,
  commit: string,
  prefix: string,
): Promise<readonly TreeEntry[]> {
  const folder = prefix.replace(/\/+$/, '');
  const key = `${gitDir}\n${folder}`;
  const last = kept.get(key);
  // A commit that is gone from the clone is no reason to fail.
  const now = last && (await catchUp(git, gitDir, last, commit, folder).catch(() => null));
  if (now) {
    keep(key, now);
    return [...now.entries.values()];
  }
  const entries = await readTree(git, gitDir, commit, prefix);
  if (entries.length <= MOST_ENTRIES)
    keep(key, { commit, entries: new Map(entries.map((entry) => [entry.path, entry])) });
  return entries;
}
