import { Problem } from '../../core/problem.ts';
import { asJson } from '../connection-state.ts';
import type { RepositoryState } from './plan-run.ts';
import type { SyncSession } from './session.ts';

function mirrorBranch(session: SyncSession): string {
  return `ctx/${session.connection.connector}-mirror/${session.connection.id}`;
}

/** Pushes a commit; null where the branch moved. A branch that takes pull requests only gets one, kept up to date. */
export async function pushMirror(
  session: SyncSession,
  repository: RepositoryState,
  commit: string,
): Promise<{ readonly branch: string } | null> {
  const { branch, head } = repository;
  const result = await session.mirror.push({ branch, commit, expected: head });
  if (result.state === 'pushed') return { branch };
  if (result.state === 'moved') return null;
  if (branch !== session.target.branch)
    throw new Problem({
      code: 'branch-protected',
      message: `Neither ${session.target.branch} nor ${branch} may be pushed to: ${result.message}`,
      status: 409,
      actor: 'repository-admin',
      hint: `Let the app push to branches below ctx/ in ${session.repository.fullName}.`,
    });
  return openMirrorPullRequest(session, commit);
}

async function openMirrorPullRequest(
  session: SyncSession,
  commit: string,
): Promise<{ readonly branch: string } | null> {
  const { host, mirror, repository, target, context, input } = session;
  const branch = mirrorBranch(session);
  // What an earlier, closed pull request left on our own branch is replaced.
  const expected = await mirror.fetch(branch);
  const pushed = await mirror.push({ branch, commit, expected });
  if (pushed.state === 'moved') return null;
  if (pushed.state === 'protected')
    throw new Problem({
      code: 'branch-protected',
      message: `The branch ${branch} may not be pushed to: ${pushed.message}`,
      status: 409,
      actor: 'repository-admin',
      hint: `Let the app push to branches below ctx/ in ${repository.fullName}.`,
    });
  const found = await host.findPullRequest(repository, branch);
  const pull =
    found?.state === 'open'
      ? found
      : await host.createPullRequest(repository, {
          headBranch: branch,
          baseBranch: target.branch,
          title: `Mirror of ${session.connection.name}`,
          body: `The branch ${target.branch} takes pull requests only, so the mirror waits here. Later changes are added to this pull request until it is merged.`,
        });
  const state = { number: pull.number, url: pull.url, branch };
  await context.ports.connections.patch(input.orgId, input.connectionId, { mirrorPullRequest: asJson(state) });
  await session.say('info', `The branch ${target.branch} takes pull requests only: ${pull.url}`);
  return { branch };
}
