import type { Connection } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import type { PullRequest } from '../../core/roles/repo-host.ts';
import type { Scope } from '../../core/scope.ts';
import { proposal } from '../../pipeline/publish/index.ts';
import { mirrorRootOf, scopeInForce } from '../connection-state.ts';
import type { WorkContext } from '../context.ts';
import { dryRun } from '../dry-run.ts';
import type { RepositorySession } from '../repository-session.ts';
import type { ProposalSituation } from './facts.ts';

function moved(branch: string): Problem {
  return new Problem({
    code: 'branch-moved',
    message: `The branch ${branch} moved while it was written.`,
    actor: 'nobody',
    retry: { kind: 'soon' },
  });
}

/** An empty repository has no branch that a pull request could go to: its first commit holds the schema alone. */
async function firstCommit(
  context: WorkContext,
  opened: RepositorySession,
  branch: string,
  situation: ProposalSituation,
): Promise<string> {
  const schema = situation.proposal.files[1]!;
  const commit = await opened.mirror.commit({
    message: 'Start the repository with the schema of the scope file\n',
    at: new Date(context.clock.now()).toISOString(),
    changes: [{ kind: 'write', ...schema }],
    parent: null,
  });
  if (commit === null) throw moved(branch);
  const pushed = await opened.mirror.push({ branch, commit, expected: null });
  if (pushed.state === 'pushed') return commit;
  throw moved(branch);
}

/** Puts the scope on our branch, on the newest commit of the target, and opens or updates its pull request. */
export async function pushProposal(
  context: WorkContext,
  connection: Connection,
  opened: RepositorySession,
  situation: ProposalSituation,
  options: { readonly scope: Scope; readonly targetBranch: string },
): Promise<{ readonly pull: PullRequest; readonly commit: string } | null> {
  const preview = await dryRun(context, connection.orgId, connection.id, options.scope).catch((error: unknown) => {
    context.log.warn({ problem: String(error) }, 'the preview of a proposal could not be made');
    return null;
  });
  const made = proposal({
    connectionId: connection.id,
    mirrorRoot: mirrorRootOf(connection),
    scope: options.scope,
    previous: scopeInForce(connection),
    previousText: situation.textOnTarget,
    preview,
  });
  const base = situation.base ?? (await firstCommit(context, opened, options.targetBranch, situation));
  const commit = await opened.mirror.commit({
    message: made.commitMessage,
    at: new Date(context.clock.now()).toISOString(),
    changes: made.files.map((file) => ({ kind: 'write', ...file })),
    parent: base,
  });
  if (commit === null) return null;
  const pushed = await opened.mirror.push({ branch: made.branch, commit, expected: situation.branchHead });
  if (pushed.state === 'moved') throw moved(made.branch);
  if (pushed.state === 'protected')
    throw new Problem({
      code: 'branch-protected',
      message: `The branch ${made.branch} may not be pushed to: ${pushed.message}`,
      status: 409,
      actor: 'repository-admin',
      hint: `Let the app push to branches below ctx/ in ${opened.repository.fullName}.`,
    });
  context.reach('propose:pushed');
  const { title, body, branch } = made;
  const { host, repository } = opened;
  const pull =
    situation.pull?.state === 'open'
      ? await host.updatePullRequest(repository, situation.pull.number, { title, body })
      : await host.createPullRequest(repository, {
          headBranch: branch,
          baseBranch: options.targetBranch,
          title,
          body,
        });
  context.reach('propose:opened');
  return { pull, commit };
}
