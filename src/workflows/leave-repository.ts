import type { Connection } from '../core/connection.ts';
import { Problem } from '../core/problem.ts';
import { mirrorPullRequestOf, mirrorRootOf, proposalOf, targetOf } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { openRepository, type RepositorySession } from './repository-session.ts';
import { endSchedule } from './schedules.ts';

const WAIT_FOR_RUNS_MS = 60_000;
const MOST_PUSHES = 5;

/** Ends what runs for a connection, and what would start again by itself. */
export async function endRuns(context: WorkContext, connection: Connection): Promise<void> {
  const { ports, clock } = context;
  const { orgId, id } = connection;
  for (const kind of ['sweep', 'proposal', 'repositories'] as const) await endSchedule(ports.schedule, kind, id);
  const until = clock.now() + WAIT_FOR_RUNS_MS;
  for (;;) {
    const open = (await ports.runs.list(orgId, id, 5)).filter((run) => run.state === 'running');
    if (open.length === 0) return;
    for (const run of open) await ports.runs.requestCancel(orgId, run.id);
    if (clock.now() > until) {
      for (const run of open) await ports.runs.finish(orgId, run.id, { state: 'cancelled' });
      return;
    }
    await clock.sleep(200);
  }
}

/**
 * Takes our part out of the target repository: open pull requests are closed, and mirrored files leave in one commit
 * where that is asked. `because` stands in its message.
 */
export async function leaveRepository(
  context: WorkContext,
  connection: Connection,
  files: 'keep' | 'remove',
  because: string,
): Promise<void> {
  const target = targetOf(connection);
  if (!target) return;
  const { ports, clock } = context;
  const hostConnection = await ports.connections.get(connection.orgId, target.connectionId);
  const { host, repository, mirror } = await openRepository(context, hostConnection, target.repositoryId);
  const proposed = proposalOf(connection);
  const open = proposed && (proposed.state === 'open' || proposed.state === 'edited') ? proposed.branch : null;
  // A mirror that waits in a pull request would bring, once merged, files that nobody keeps in step.
  for (const branch of [open, mirrorPullRequestOf(connection)?.branch]) {
    const pull = branch ? await host.findPullRequest(repository, branch) : null;
    if (pull?.state === 'open') await host.updatePullRequest(repository, pull.number, { state: 'closed' });
  }
  if (files === 'keep') return;
  for (let tries = 0; tries < MOST_PUSHES; tries += 1) {
    const head = await mirror.fetch(target.branch);
    if (head === null) return;
    const root = mirrorRootOf(connection);
    const standing = (await mirror.readTree(head, root)).filter(({ path }) => path.startsWith(`${root}/`));
    if (standing.length === 0) return;
    const commit = await mirror.commit({
      message: `Remove the mirror, as asked when ${because}\n\n${standing.length} files leave; their history stays.\n`,
      at: new Date(clock.now()).toISOString(),
      changes: standing.map(({ path }) => ({ kind: 'remove', path })),
      parent: head,
    });
    if (commit === null) return;
    const { state } = await mirror.push({ branch: target.branch, commit, expected: head });
    context.reach('leave:pushed');
    if (state === 'moved') continue;
    if (state === 'protected')
      return proposeRemoval({ host, repository, mirror }, target.branch, {
        branch: `ctx/${connection.connector}-mirror-removal/${connection.id}`,
        commit,
        files: standing.length,
        because,
      });
    const tracked = await ports.repositories.findByRemote(target.connectionId, repository.id);
    if (tracked) {
      await ports.repositories.setHead(connection.orgId, tracked.id, commit);
      await context.headMoved(connection.orgId, tracked.id);
    }
    return;
  }
  throw new Problem({
    code: 'branch-keeps-moving',
    message: 'Somebody else pushed each time.',
    retry: { kind: 'soon' },
  });
}

/** The removal as a pull request, where the branch takes nothing else: people merge it when they see fit. */
async function proposeRemoval(
  { host, repository, mirror }: RepositorySession,
  baseBranch: string,
  removal: { readonly branch: string; readonly commit: string; readonly files: number; readonly because: string },
): Promise<void> {
  const { branch, commit } = removal;
  const pushed = await mirror.push({ branch, commit, expected: await mirror.fetch(branch) });
  if (pushed.state !== 'pushed')
    throw new Problem({
      code: 'branch-protected',
      message: `Neither ${baseBranch} nor ${branch} may be pushed to, so the mirrored files stay.`,
      status: 409,
      actor: 'repository-admin',
      ...(pushed.state === 'moved' ? { retry: { kind: 'soon' } } : {}),
    });
  const found = await host.findPullRequest(repository, branch);
  if (found?.state === 'open') return;
  await host.createPullRequest(repository, {
    headBranch: branch,
    baseBranch,
    title: 'Remove the mirror',
    body: `The branch ${baseBranch} takes pull requests only. ${removal.files} mirrored files leave with this one, as asked when ${removal.because}; their history stays.`,
  });
}
