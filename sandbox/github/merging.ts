import { ApiError } from './errors.ts';
import { type Doer, markMerged, watchRefs } from './ref-changes.ts';
import { accountOf, fullName, type PullRecord, type RepositoryRecord } from './state.ts';
import type { World } from './world.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

const conflict = () => new ApiError(405, 'Pull Request is not mergeable');

/** Merges as the host's button does; the commit that the base branch ends at. */
export async function mergePull(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  doer: Doer,
  method: MergeMethod = 'merge',
  texts: { readonly title?: string; readonly message?: string } = {},
): Promise<string> {
  if (repository.archived) throw new ApiError(403, 'Repository was archived so is read-only.');
  if (pull.state !== 'open') throw conflict();
  const { store } = world;
  const ref = `refs/heads/${pull.baseBranch}`;
  const base = await store.resolve(repository.id, ref);
  if (base === null) throw conflict();
  const who = nameOf(world, doer);
  let commit: string;
  if (method === 'rebase') {
    commit = await replay(world, repository.id, base, pull.headSha, who);
  } else {
    const tree = await mergedTree(world, repository.id, base, pull.headSha);
    const owner = fullName(world.state, repository).split('/')[0];
    const title =
      texts.title ??
      (method === 'merge'
        ? `Merge pull request #${pull.number} from ${owner}/${pull.headBranch}`
        : `${pull.title} (#${pull.number})`);
    const message = `${title}\n\n${texts.message ?? (method === 'merge' ? pull.title : (pull.body ?? ''))}`.trimEnd();
    const parents = method === 'merge' ? [base, pull.headSha] : [base];
    commit = await store.commitTree(repository.id, { tree, parents, message: `${message}\n`, author: who });
  }
  await watchRefs(world, repository, doer, async () => {
    await store.moveRef(repository.id, ref, commit, base);
    pull.baseSha = base;
    await markMerged(world, repository, pull, commit, doer);
  });
  return commit;
}

async function mergedTree(world: World, id: number, base: string, head: string): Promise<string> {
  const out = await world.store.text(id, ['merge-tree', '--write-tree', base, head]).catch(() => {
    throw conflict();
  });
  return out.split('\n')[0] ?? '';
}

/** Each commit of the head again on the base, with the merger as committer. */
async function replay(
  world: World,
  id: number,
  base: string,
  head: string,
  committer: ReturnType<typeof nameOf>,
): Promise<string> {
  const { store } = world;
  let tip = base;
  const commits = (await store.commits(id, ['--no-merges', head, `^${base}`], 10_000)).reverse();
  for (const commit of commits) {
    const tipTree = `${tip}^{tree}`;
    // A commit with the tip's tree and this commit's parent makes that parent the merge base.
    const tree = await store.resolve(id, tipTree);
    const stand = await store.commitTree(id, {
      tree: tree ?? '',
      parents: commit.parents,
      message: 'x',
      author: committer,
    });
    const merged = await mergedTree(world, id, stand, commit.sha);
    tip = await store.commitTree(id, {
      tree: merged,
      parents: [tip],
      message: `${commit.message}\n`,
      author: commit.author,
      committer,
    });
  }
  return tip;
}

/** Name and address that commits made on the web carry. */
export function nameOf(world: World, doer: Doer): { readonly name: string; readonly email: string } {
  const login = typeof doer === 'number' ? accountOf(world.state, doer).login : `${doer.slug}[bot]`;
  return { name: login, email: `${login}@users.noreply.github.test` };
}
