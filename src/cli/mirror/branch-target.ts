import { Problem } from '../../core/problem.ts';
import type { GitMirror } from '../../core/roles/repo-host.ts';
import type { MirrorTarget } from './target.ts';

interface BranchOptions {
  readonly mirror: GitMirror;
  /** Which branch, where it has to be found out. */
  readonly chooseBranch: () => Promise<string>;
  /** Address of the repository, for people. */
  readonly address: string;
  readonly root: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

const nextSteps: Readonly<Record<string, string>> = {
  'app-unauthorized':
    'See whether "git push" to that address works on this machine; or put a token into the address: https://TOKEN@host/…',
  'permission-missing': 'Ask for write access to the repository, or push to one that is yours.',
  'repository-not-found': 'Check the address, and that you may see the repository. It is not made where there is none.',
  'git-failed': 'Check the address: it has to be one that "git push" takes on this machine.',
};

/** A failure of Git, told to the person at the terminal and not to somebody who runs an app. */
function told(error: unknown, address: string): unknown {
  if (!(error instanceof Problem)) return error;
  const hint = nextSteps[error.code] ?? error.hint;
  const message =
    error.code === 'app-unauthorized' || error.code === 'permission-missing'
      ? `${address} does not let you in, or does not let you write.`
      : error.message;
  return new Problem({ code: error.code, message, ...(hint ? { hint } : {}), cause: error });
}

/** Commits of other people that are looked through for the newest one of a mirror. */
const MOST_COMMITS = 500;
const OWN_COMMIT = /^Ctx-Run: /m;

/** Files as the newest commit of a mirror left them, where others have gone on since. */
async function lastOf(mirror: GitMirror, head: string, root: string): Promise<Pick<MirrorTarget, 'last'>> {
  const newest = await mirror.log(head, MOST_COMMITS);
  const own = newest.find(({ message }) => OWN_COMMIT.test(message))?.commit;
  if (own === undefined || own === head) return {};
  const files = await mirror.readTree(own, root);
  return { last: { published: new Map(files.map(({ path, blob }) => [path, blob])), head } };
}

/** A branch of a repository: one commit, pushed only where nobody moved the branch meanwhile. */
export async function openBranchTarget(options: BranchOptions): Promise<MirrorTarget> {
  const { mirror, address, root, at } = options;
  const failing = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw told(error, address);
    }
  };
  const branch = await failing(options.chooseBranch);
  const head = await failing(() => mirror.fetch(branch));
  const entries = head === null ? [] : await mirror.readTree(head, root);
  const tree = new Map(entries.map(({ path, blob }) => [path, blob]));
  const last = head === null ? {} : await failing(() => lastOf(mirror, head, root));
  return {
    ...last,
    tree,
    name: `${address}, branch ${branch}`,
    async *read(paths) {
      const asked = paths.map((path) => tree.get(path)!);
      let next = 0;
      for await (const { content } of mirror.readBlobs(asked)) yield { path: paths[next++]!, content };
    },
    write: ({ message, changes }) =>
      failing(async () => {
        const commit = await mirror.commit({ message, at, changes, parent: head });
        if (commit === null) return { state: 'written', commit: null };
        const pushed = await mirror.push({ branch, commit, expected: head });
        if (pushed.state === 'moved') return { state: 'moved' };
        if (pushed.state === 'pushed') return { state: 'written', commit };
        throw new Problem({
          code: 'branch-protected',
          message: `The branch ${branch} takes no direct pushes: ${pushed.message}`,
          hint: 'Push to another branch with --branch NAME and open a pull request from it.',
        });
      }),
  };
}
