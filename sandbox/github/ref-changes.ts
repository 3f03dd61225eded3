import { shapeCommitEvent } from './shapes/commit.ts';
import { shapePull } from './shapes/pull.ts';
import { type AppRecord, fullName, type PullRecord, type RepositoryRecord } from './state.ts';
import { stamp, type World } from './world.ts';

/** Who did something: an account's id or an app. */
export type Doer = number | AppRecord;

/** Runs `work`, then says what it did to the branches: push events, and pull requests that follow. */
export async function watchRefs<T>(
  world: World,
  repository: RepositoryRecord,
  doer: Doer,
  work: () => Promise<T>,
): Promise<T> {
  return world.alone(repository.id, async () => {
    const before = await world.store.refs(repository.id);
    const result = await work();
    const after = await world.store.refs(repository.id);
    for (const ref of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(ref) ?? null, after.get(ref) ?? null];
      if (old !== now) await announcePush(world, repository, doer, ref, old, now);
    }
    return result;
  });
}

async function announcePush(
  world: World,
  repository: RepositoryRecord,
  doer: Doer,
  ref: string,
  before: string | null,
  after: string | null,
): Promise<void> {
  const { store } = world;
  repository.pushedAt = stamp(world);
  const forced = before !== null && after !== null && !(await isAncestor(world, repository.id, before, after));
  const range = after === null ? [] : before === null || forced ? [after] : [after, `^${before}`];
  // The payload lists 2,048 commits at most (docs.github.com, "push").
  const commits =
    after === null ? [] : (await store.commits(repository.id, range, before === null ? 1 : 2048)).reverse();
  const described = await Promise.all(commits.map((commit) => shapeCommitEvent(world, repository, commit)));
  const zero = '0'.repeat(40);
  world.webhooks.announce({
    event: 'push',
    action: null,
    repository,
    sender: doer,
    payload: {
      ref,
      before: before ?? zero,
      after: after ?? zero,
      created: before === null,
      deleted: after === null,
      forced,
      base_ref: null,
      compare: `${world.address.origin}/${fullName(world.state, repository)}/compare/${before ?? zero}...${after ?? zero}`,
      commits: described,
      head_commit: described.at(-1) ?? null,
      pusher: { name: typeof doer === 'number' ? String(doer) : `${doer.slug}[bot]` },
    },
  });
  const branch = ref.replace(/^refs\/heads\//, '');
  for (const pull of world.state.pulls.filter((candidate) => candidate.repositoryId === repository.id)) {
    if (pull.state === 'open') await followPush(world, repository, pull, branch, before, after, doer);
  }
}

async function followPush(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  branch: string,
  before: string | null,
  after: string | null,
  doer: Doer,
): Promise<void> {
  if (branch === pull.headBranch && after === null) {
    await closePull(world, repository, pull, doer);
  } else if (branch === pull.headBranch && after !== null) {
    pull.headSha = after;
    pull.updatedAt = stamp(world);
    await announcePull(world, repository, pull, 'synchronize', doer, { before, after });
  } else if (
    branch === pull.baseBranch &&
    after !== null &&
    (await isAncestor(world, repository.id, pull.headSha, after))
  ) {
    // A head that arrives in its base by another way counts as merged there.
    await markMerged(world, repository, pull, after, doer);
  }
}

export async function isAncestor(world: World, id: number, older: string, newer: string): Promise<boolean> {
  return world.store.git(id, ['merge-base', '--is-ancestor', older, newer]).then(
    () => true,
    () => false,
  );
}

export async function closePull(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  doer: Doer,
): Promise<void> {
  pull.state = 'closed';
  pull.closedAt = stamp(world);
  pull.updatedAt = pull.closedAt;
  await announcePull(world, repository, pull, 'closed', doer);
}

export async function markMerged(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  commit: string,
  doer: Doer,
): Promise<void> {
  pull.mergeCommit = commit;
  pull.mergedAt = stamp(world);
  pull.mergedById = typeof doer === 'number' ? doer : null;
  await closePull(world, repository, pull, doer);
}

export async function announcePull(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  action: string,
  sender: Doer,
  extra: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const payload = { number: pull.number, pull_request: await shapePull(world, repository, pull), ...extra };
  world.webhooks.announce({ event: 'pull_request', action, repository, sender, payload });
}
