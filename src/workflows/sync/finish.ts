import { Problem } from '../../core/problem.ts';
import type { RunState } from '../../core/run.ts';
import type { RecordedProblem } from '../attempt.ts';
import { asJson, firstSyncOf, guardOf } from '../connection-state.ts';
import type { WorkContext } from '../context.ts';
import { keepSchedule, REPOSITORIES_EVERY_MS, sweepEveryMs } from '../schedules.ts';
import type { SyncInput } from '../specs.ts';
import type { Published } from './publish.ts';
import type { SyncSession } from './session.ts';

type EndState = Exclude<RunState, 'running'>;

export interface Ending {
  readonly state: EndState;
  readonly problem: RecordedProblem | null;
}

function firstSyncState(state: EndState): 'succeeded' | 'failed' | 'stopped-by-guard' {
  if (state === 'succeeded' || state === 'succeeded-with-failures') return 'succeeded';
  return state === 'stopped-by-guard' ? 'stopped-by-guard' : 'failed';
}

/** Tells everybody of a push: the tracked repository, so that its index follows. */
async function announce(session: SyncSession, published: Published): Promise<void> {
  const { context, input, target, repository } = session;
  if (published.branch !== target.branch) return;
  const tracked = await context.ports.repositories.track(input.orgId, {
    connectionId: target.connectionId,
    remoteId: repository.id,
    fullName: repository.fullName,
    url: repository.url,
    branch: target.branch,
  });
  const { commit } = published;
  if (commit === null || commit === tracked.indexedCommit || commit === tracked.headCommit) return;
  // Where somebody pushed meanwhile, indexing finds it: it fetches the branch itself.
  await context.ports.repositories.setHead(input.orgId, tracked.id, commit);
  await context.headMoved(input.orgId, tracked.id);
}

/** Settles the events that the run covered and says what it did. May be repeated at any point. */
export async function settle(
  session: SyncSession,
  published: Published,
  covered: {
    readonly entryIds: readonly string[];
    readonly problems: readonly string[];
    readonly unread: string | null;
  },
): Promise<Ending> {
  const { context, input, connection } = session;
  const { ports } = context;
  await session.progress('settling');
  await announce(session, published);
  context.reach('sync:announced');
  for (const text of covered.problems) await session.say('warn', text);
  const failures = published.failures + covered.problems.length;
  const state: EndState =
    published.state === 'stopped' ? 'stopped-by-guard' : failures > 0 ? 'succeeded-with-failures' : 'succeeded';
  const waiting = published.guard && { state: 'waiting', runId: input.runId, ...published.guard };
  if (waiting !== null || guardOf(connection) !== null)
    // An answer that a person gave meanwhile stands.
    await ports.connections.compareAndSet(input.orgId, input.connectionId, 'guard', asJson(guardOf(connection)), {
      guard: asJson(waiting),
    });
  if (covered.unread && published.state === 'done')
    await ports.connections.compareAndSet(input.orgId, input.connectionId, 'scopeUnread', covered.unread, {
      scopeUnread: null,
      scopeRendersAnew: null,
    });
  await ports.journal.settle(input.orgId, input.connectionId, covered.entryIds, input.runId);
  await keepSchedule(ports.schedule, 'sweep', connection, sweepEveryMs(connection, context.sweepEveryMs));
  const host = { id: session.target.connectionId, orgId: input.orgId };
  await keepSchedule(ports.schedule, 'repositories', host, REPOSITORIES_EVERY_MS);
  context.reach('sync:settled');
  await close(context, input, { state, problem: null });
  return { state, problem: null };
}

/** Ends the run's row, whatever became of it, and drops what it had staged. */
export async function close(context: WorkContext, input: SyncInput, ending: Ending): Promise<void> {
  const { orgId, connectionId, runId } = input;
  const { ports } = context;
  const connection = await ports.connections.get(orgId, connectionId);
  const run = await ports.runs.get(orgId, runId);
  if (!connection || !run) return;
  if (ending.problem)
    await ports.runs.log(orgId, runId, [
      { at: new Date(context.clock.now()).toISOString(), level: 'error', message: ending.problem.message },
    ]);
  await ports.ledger.dropStaged(orgId, runId);
  const first = firstSyncOf(connection);
  if (run.kind === 'initial' || (first !== null && first.state !== 'succeeded')) {
    const state = firstSyncState(ending.state);
    await ports.connections.patch(orgId, connectionId, { firstSync: asJson({ state, runId }) });
  }
  await ports.runs.finish(orgId, runId, { state: ending.state, problem: ending.problem });
  context.reach('sync:finished');
}

export function endingOf(problem: RecordedProblem): Ending {
  return problem.code === 'run-cancelled' ? { state: 'cancelled', problem: null } : { state: 'failed', problem };
}

export function busy(): Problem {
  return new Problem({
    code: 'mirror-busy',
    message: 'Another process works on this mirror.',
    actor: 'nobody',
    retry: { kind: 'after', ms: 5_000 },
  });
}
