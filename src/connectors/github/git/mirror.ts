import { rm } from 'node:fs/promises';
import { Problem } from '../../../core/problem.ts';
import type { CommitRequest, GitMirror } from '../../../core/roles/repo-host.ts';
import { ensureClone } from './clone.ts';
import { importCommit } from './fast-import.ts';
import { readChanges, readHistory, readLastChanges } from './history.ts';
import { exclusively } from './lock.ts';
import { checkObjectName } from './names.ts';
import type { Git } from './process.ts';
import { diffCommits, readBlobs, readFile, readLog } from './read.ts';
import { readRecentTree } from './recent-trees.ts';
import { fetchBranch, headHere, pushBranch, type Remote } from './remote.ts';

interface MirrorOptions {
  readonly git: Git;
  /** The bare clone; its lock stands beside it. */
  readonly gitDir: string;
  readonly remote: Remote;
  readonly sleep: (ms: number) => Promise<void>;
  /** Called once for each push that the host took. */
  readonly onPush?: () => void;
  /** Milliseconds to wait for another holder of the clone. */
  readonly patience?: number;
}

const usualPatience = 10 * 60_000;

/** Heads of branches at the remote as this process last saw them, by clone and branch. */
const seen = new Map<string, { readonly commit: string; readonly at: number }>();

/**
 * One repository's clone. Whatever writes to the clone waits its turn; reading does not, so the
 * changes of a commit may be made from blobs read meanwhile.
 */
export async function openMirror(options: MirrorOptions): Promise<GitMirror> {
  const { git, gitDir } = options;
  const alone = <T>(work: () => Promise<T>): Promise<T> =>
    exclusively(`${gitDir}.lock`, options.patience ?? usualPatience, work);
  await alone(() => ensureClone(git, gitDir));

  const keyOf = (branch: string) => `${gitDir}\n${branch}`;
  const see = (branch: string, commit: string | null): string | null => {
    if (commit === null) seen.delete(keyOf(branch));
    else seen.set(keyOf(branch), { commit, at: performance.now() });
    return commit;
  };
  const recent = async (branch: string, withinMs: number): Promise<string | null> => {
    const last = seen.get(keyOf(branch));
    if (last === undefined || performance.now() - last.at >= withinMs) return null;
    // Also where the clone was taken away or made anew meanwhile.
    return (await headHere(git, gitDir, branch)) === last.commit ? last.commit : null;
  };
  const fetch = async (branch: string): Promise<string | null> => {
    see(branch, null);
    const first = await fetchBranch(options, branch);
    if (first !== 'broken-clone') return see(branch, first);
    await rm(gitDir, { recursive: true, force: true });
    await ensureClone(git, gitDir);
    const second = await fetchBranch(options, branch);
    if (second !== 'broken-clone') return see(branch, second);
    throw new Problem({
      code: 'clone-failed',
      message: 'The repository could not be cloned: what arrived was incomplete.',
      actor: 'support',
      retry: { kind: 'soon' },
    });
  };

  return {
    fetch: async (branch, options) =>
      (options && (await recent(branch, options.seenWithinMs))) ?? (await alone(() => fetch(branch))),
    readTree: (commit, prefix) => readRecentTree(git, gitDir, commit, prefix),
    readFile: (commit, path) => readFile(git, gitDir, commit, path),
    readBlobs: (blobs) => readBlobs(git, gitDir, blobs),
    commit: (request) => alone(() => makeCommit(git, gitDir, request)),
    push: (request) =>
      alone(async () => {
        see(request.branch, null);
        const result = await pushBranch(options, request);
        if (result.state !== 'pushed') return result;
        see(request.branch, request.commit);
        options.onPush?.();
        return result;
      }),
    diff: (from, to) => diffCommits(git, gitDir, from, to),
    log: (commit, limit) => readLog(git, gitDir, commit, limit),
    history: (commit, path, limit) => readHistory(git, gitDir, commit, path, limit),
    changes: (commit) => readChanges(git, gitDir, commit),
    lastChanges: (from, to, limit) => readLastChanges(git, gitDir, from, to, limit),
  };
}

async function makeCommit(git: Git, gitDir: string, request: CommitRequest): Promise<string | null> {
  if (request.parent !== null) checkObjectName(request.parent);
  const { commit, taken } = await importCommit(git, gitDir, request);
  const differences = await diffCommits(git, gitDir, request.parent, commit);
  const surprise = differences.find(({ path, change }) => change === 'removed' && !taken.has(path));
  if (surprise) {
    throw new Problem({
      code: 'unplanned-removal',
      message: `The commit would remove ${surprise.path}, which nobody asked for: another file took its place.`,
      actor: 'support',
      hint: 'Nothing was pushed. Report the path with the log of this run.',
    });
  }
  if (differences.length > 0) return commit;
  return (await sameTree(git, gitDir, request.parent, commit)) ? null : commit;
}

/** Whether the commit changes nothing at all, links and submodules included. */
async function sameTree(git: Git, gitDir: string, parent: string | null, commit: string): Promise<boolean> {
  const names = [`${commit}^{tree}`, parent === null ? '4b825dc642cb6eb9a060e54bf8d69288fbee4904' : `${parent}^{tree}`];
  const trees: string[] = [];
  for (const name of names) {
    const { stdout } = await git.run(['rev-parse', '--verify', '--end-of-options', name], { gitDir });
    trees.push(stdout.toString('utf8').trim());
  }
  return trees[0] === trees[1];
}
