import type { Connection } from '../core/connection.ts';
import type { PullRequest } from '../core/roles/repo-host.ts';
import { decideProposal, type ProposalDecision } from '../pipeline/publish/index.ts';
import { reviveProblem } from './attempt.ts';
import {
  asJson,
  connectionGone,
  firstSyncOf,
  type ProposalState,
  proposalOf,
  requireTarget,
  scopeDraftOf,
  scopeInForce,
} from './connection-state.ts';
import { durably } from './durable-step.ts';
import type { WorkflowFunction } from './engine.ts';
import { lookAtProposal, type ProposalSituation } from './proposing/facts.ts';
import { pushProposal } from './proposing/push-proposal.ts';
import { openRepository, type RepositorySession } from './repository-session.ts';
import { endSchedule, keepSchedule, PROPOSAL_EVERY_MS } from './schedules.ts';
import { readScopeInForce } from './scope-in-force.ts';
import type { ProposeInput } from './specs.ts';
import type { Tools } from './tools.ts';

/**
 * The pull request that carries a scope, as a state machine: everything is looked at anew each time, one
 * thing is done about it, and the connection says what stands. Merged: the first sync starts, once.
 */
export function proposeScope(tools: Tools): WorkflowFunction<ProposeInput, { readonly state: string }> {
  const { context } = tools;
  return async ({ input, step }) => {
    const result = await durably(step, 'propose', () => alone(tools, input), { now: () => context.clock.now() });
    if (!result.ok) {
      await step.run({ name: 'say' }, async () => {
        context.log.warn({ connectionId: input.connectionId, ...result.problem }, 'the scope could not be proposed');
        return null;
      });
      throw reviveProblem(result.problem);
    }
    return { state: result.value };
  };
}

async function alone(tools: Tools, input: ProposeInput): Promise<string> {
  const { ports, clock } = tools.context;
  for (;;) {
    const held = await ports.locks.tryExclusive(`proposal:${input.connectionId}`, () => propose(tools, input));
    if (held.state === 'done') return held.value;
    // What a person has just chosen must not be lost to a look that began before.
    if (!input.asked) return 'busy';
    await clock.sleep(500);
  }
}

async function propose(tools: Tools, input: ProposeInput): Promise<ProposalDecision | 'nothing'> {
  const { context } = tools;
  const { ports } = context;
  const connection = await ports.connections.get(input.orgId, input.connectionId);
  if (!connection) throw connectionGone();
  const scope = scopeDraftOf(connection) ?? scopeInForce(connection);
  if (!scope || connection.config.disconnecting === true || connection.config.moving) return 'nothing';
  const target = requireTarget(connection);
  const hostConnection = await ports.connections.get(input.orgId, target.connectionId);
  const opened = await openRepository(context, hostConnection, target.repositoryId);
  const options = { scope, targetBranch: target.branch, again: input.asked };
  const situation = await lookAtProposal(connection, opened, options);
  const decision = decideProposal(situation.facts);
  context.reach(`propose:${decision}`);
  switch (decision) {
    case 'create':
    case 'update':
    case 'rebase': {
      const pushed = await pushProposal(context, connection, opened, situation, options);
      if (pushed) await saveState(tools, connection, situation, pushed.pull, 'open', pushed.commit);
      await keepSchedule(ports.schedule, 'proposal', connection, PROPOSAL_EVERY_MS);
      break;
    }
    case 'wait':
      await saveState(tools, connection, situation, situation.pull!, 'open');
      await keepSchedule(ports.schedule, 'proposal', connection, PROPOSAL_EVERY_MS);
      break;
    case 'leave-edited':
      await leaveEdited(tools, connection, opened, situation);
      break;
    case 'declined':
      await saveState(tools, connection, situation, situation.pull!, 'declined');
      await endSchedule(ports.schedule, 'proposal', connection.id);
      break;
    default:
      await takeIntoForce(tools, connection, opened, situation, decision);
  }
  return decision;
}

async function saveState(
  { context }: Tools,
  connection: Connection,
  situation: ProposalSituation,
  pull: PullRequest,
  state: ProposalState['state'],
  commit?: string,
): Promise<void> {
  const before = proposalOf(connection);
  const { draftHash } = situation;
  const { branch, hash } = situation.proposal;
  const kept = commit ?? (before?.number === pull.number ? before.commit : undefined);
  const next: ProposalState = {
    number: pull.number,
    url: pull.url,
    state,
    branch,
    hash,
    draftHash,
    ...(kept ? { commit: kept } : {}),
  };
  if (JSON.stringify(before) !== JSON.stringify(next))
    await context.ports.connections.patch(connection.orgId, connection.id, { proposal: asJson(next) });
}

async function leaveEdited(
  tools: Tools,
  connection: Connection,
  opened: RepositorySession,
  situation: ProposalSituation,
): Promise<void> {
  const { pull } = situation;
  if (pull && proposalOf(connection)?.state !== 'edited' && pull.state === 'open')
    await opened.host.comment(
      opened.repository,
      pull.number,
      'Somebody edited this branch, so ctx| leaves it as it is. Merge it to use the file as it stands here, or close it and propose the scope again.',
    );
  if (pull) await saveState(tools, connection, situation, pull, 'edited');
  await keepSchedule(tools.context.ports.schedule, 'proposal', connection, PROPOSAL_EVERY_MS);
}

/** The file on the target branch is what counts now: it comes into force, and the first sync starts once. */
async function takeIntoForce(
  tools: Tools,
  connection: Connection,
  opened: RepositorySession,
  situation: ProposalSituation,
  decision: ProposalDecision,
): Promise<void> {
  const { context, jobs } = tools;
  const { orgId, id } = connection;
  const { host, repository } = opened;
  const { pull } = situation;
  if (decision === 'close' && pull) {
    await host.comment(repository, pull.number, 'The target branch holds this scope already, so ctx| closes this.');
    await host.updatePullRequest(repository, pull.number, { state: 'closed' });
  }
  const shown = pull ?? { number: 0, url: repository.url, headBranch: situation.proposal.branch };
  await saveState(tools, connection, situation, shown as PullRequest, 'merged');
  const { scope, unread } = await readScopeInForce(context, connection, opened, situation.base);
  // What was merged may be what somebody made of the draft; one that was saved meanwhile stands.
  const draft = scopeDraftOf(connection);
  if (draft !== null)
    await context.ports.connections.compareAndSet(orgId, id, 'scopeDraft', asJson(draft), {
      scopeDraft: asJson(scope),
    });
  // From here on the old draft is a wish like any other.
  const { draftHash: _, ...settled } = proposalOf((await context.ports.connections.get(orgId, id)) ?? connection) ?? {};
  if (situation.facts.onTarget !== null && 'number' in settled)
    await context.ports.connections.patch(orgId, id, {
      proposal: asJson({ ...settled, hash: situation.facts.onTarget }),
    });
  context.reach('propose:in-force');
  if (firstSyncOf(connection) === null) {
    const run = await jobs.sync(orgId, id, 'initial');
    await context.ports.connections.compareAndSet(orgId, id, 'firstSync', null, {
      firstSync: asJson({ state: 'running', runId: run.id }),
    });
  } else if (unread !== null) await jobs.sync(orgId, id, 'sweep');
  await endSchedule(context.ports.schedule, 'proposal', id);
  context.reach('propose:synced');
}
