import { configPath } from '../config/index.ts';
import type { Connection } from '../core/connection.ts';
import { toProblem } from '../core/problem.ts';
import { connectionGone, firstSyncOf, mirrorRootOf, proposalOf } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { durably } from './durable-step.ts';
import type { WorkflowFunction } from './engine.ts';
import { stopIfMadePublic } from './made-public.ts';
import { mirrorsInto, openRepository, type RepositorySession } from './repository-session.ts';
import { keepSchedule, REPOSITORIES_EVERY_MS } from './schedules.ts';
import type { SyncInput } from './specs.ts';
import type { Tools } from './tools.ts';

const MOST_EVENTS = 2_000;
/** Newest runs of a mirror among which a push is looked for. */
const RUNS_LOOKED_AT = 20;

/**
 * Follows the repositories of a host's connection: a head that moved is indexed, a proposal that may have
 * been merged is looked at, a scope file or a mirrored file that somebody edited starts a sync. Started
 * by events, and on a schedule, since the host does not repeat an event that was lost.
 */
export function followRepositories(tools: Tools): WorkflowFunction<SyncInput, { readonly state: string }> {
  const { context } = tools;
  const { ports } = context;
  return async ({ input, step }) => {
    const { orgId, connectionId, runId } = input;
    const result = await durably(step, 'follow', () => follow(tools, input), { now: () => context.clock.now() });
    return step.run({ name: 'finish' }, async () => {
      if (result.ok) await ports.journal.settle(orgId, connectionId, result.value.entryIds, runId);
      const state = result.ok ? 'succeeded' : 'failed';
      await ports.runs.finish(orgId, runId, { state, problem: result.ok ? null : result.problem });
      return { state };
    });
  };
}

/** Host id of the repository that a change is about; a pull request is named by `<repository>#<number>`. */
function repositoryIdOf(subjectId: string): string {
  return subjectId.split('#')[0]!;
}

function targetOf({ config }: Connection) {
  return config.target as { readonly connectionId?: string; readonly repositoryId?: string } | null | undefined;
}

/** Commits that the newest runs of mirrors have pushed. */
async function ownPushes({ ports }: WorkContext, mirrors: readonly Connection[]): Promise<ReadonlySet<string>> {
  const runs = await Promise.all(mirrors.map(({ orgId, id }) => ports.runs.list(orgId, id, RUNS_LOOKED_AT)));
  return new Set(runs.flat().flatMap(({ commit }) => commit ?? []));
}

async function follow(tools: Tools, input: SyncInput): Promise<{ readonly entryIds: readonly string[] }> {
  const { context } = tools;
  const { ports } = context;
  const { orgId, connectionId } = input;
  const connection = await ports.connections.get(orgId, connectionId);
  if (!connection) throw connectionGone();
  const entries = await ports.journal.pending(orgId, connectionId, MOST_EVENTS);
  const run = await ports.runs.get(orgId, input.runId);
  const tracked = (await ports.repositories.list(orgId)).filter((one) => one.connectionId === connectionId);
  const mirrors = (await ports.connections.list(orgId)).filter((one) => targetOf(one)?.connectionId === connectionId);
  const targets = mirrors.flatMap((one) => targetOf(one)?.repositoryId ?? []);
  const own = entries.length === 0 ? null : await ownPushes(context, mirrors);
  // Of what a run pushed itself everybody was told by the run.
  const foreign = entries.filter(({ change }) => change.commit === undefined || !own?.has(change.commit));
  const named = new Set(foreign.map(({ change }) => repositoryIdOf(change.subjectId)));
  const known = new Set([...tracked.map((one) => one.remoteId), ...targets]);
  for (const remoteId of known) {
    // The scheduled look is there for what no event told.
    if (run?.kind === 'events' && entries.length > 0 && !named.has(remoteId)) continue;
    try {
      await followOne(tools, connection, remoteId);
    } catch (error) {
      const problem = toProblem(error);
      // A repository that is gone or closed to us keeps the others waiting for nothing.
      if (problem.retry.kind !== 'never') throw problem;
      context.log.warn({ repository: remoteId, code: problem.code, problem: problem.message }, 'not followed');
    }
  }
  await keepSchedule(ports.schedule, 'repositories', connection, REPOSITORIES_EVERY_MS);
  context.reach('follow:done');
  return { entryIds: entries.map(({ id }) => id) };
}

async function followOne(tools: Tools, connection: Connection, remoteId: string): Promise<void> {
  const { context } = tools;
  const { ports } = context;
  const opened = await openRepository(context, connection, remoteId);
  const { fullName, url } = opened.repository;
  const tracked = await ports.repositories.findByRemote(connection.id, remoteId);
  if (tracked) {
    if (tracked.fullName !== fullName || tracked.url !== url)
      await ports.repositories.track(connection.orgId, { ...tracked, fullName, url });
    const head = await opened.mirror.fetch(tracked.branch);
    if (head !== null && head !== tracked.headCommit) {
      await ports.repositories.setHead(connection.orgId, tracked.id, head);
      await context.headMoved(connection.orgId, tracked.id);
    }
  }
  context.reach('follow:head');
  for (const mirror of await mirrorsInto(context, connection.orgId, { connectionId: connection.id, remoteId }))
    if ((await stopIfMadePublic(context, mirror, opened.repository)) === null)
      await followMirror(tools, mirror, opened);
}

/** Whether a proposal waits for its merge. One that a person closed does again once it is opened again. */
async function isPending(mirror: Connection, { host, repository }: RepositorySession): Promise<boolean> {
  const proposal = proposalOf(mirror);
  if (proposal?.state !== 'declined') return proposal?.state === 'open' || proposal?.state === 'edited';
  const pull = await host.findPullRequest(repository, proposal.branch);
  return pull !== null && pull.state !== 'closed';
}

/** A mirror whose target may have been changed by people. */
async function followMirror(tools: Tools, mirror: Connection, opened: RepositorySession): Promise<void> {
  const { jobs } = tools;
  if (await isPending(mirror, opened)) await jobs.checkProposal(mirror.orgId, mirror.id);
  if (firstSyncOf(mirror) === null) return;
  const changed = await changedBelow(mirror, opened);
  if (changed === 'scope') await jobs.sync(mirror.orgId, mirror.id, 'sweep');
  else if (changed === 'files') await jobs.sync(mirror.orgId, mirror.id, 'events');
}

/** What differs in the mirror's folder from how we left it. */
async function changedBelow(mirror: Connection, opened: RepositorySession): Promise<'scope' | 'files' | 'nothing'> {
  const { branch } = mirror.config.target as { readonly branch: string };
  const left = mirror.config.mirrorCommit;
  const head = await opened.mirror.fetch(branch);
  if (head === null || typeof left !== 'string' || left === head) return 'nothing';
  const root = mirrorRootOf(mirror);
  try {
    const paths = (await opened.mirror.diff(left, head)).map(({ path }) => path);
    if (paths.includes(configPath(root)) && head !== mirror.config.scopeCommit) return 'scope';
    return paths.some((path) => path.startsWith(`${root}/`)) ? 'files' : 'nothing';
  } catch {
    // The commit that we left is gone from the branch: somebody rewrote it.
    return 'scope';
  }
}
