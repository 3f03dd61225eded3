import type { Connection } from '../core/connection.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Ports } from '../core/ports/index.ts';
import type { Jobs } from '../core/ports/jobs.ts';
import { Problem } from '../core/problem.ts';
import type { Run, RunKind } from '../core/run.ts';
import { connectionGone, guardOf, isPaused, textAt } from './connection-state.ts';
import type { Engine } from './engine.ts';
import { ensureWorkflow } from './ensure.ts';
import { provisionSpec, provisionSteps } from './provision.ts';
import { restAfterFailures } from './rest.ts';
import { disconnectSpec, followSpec, indexSpec, moveSpec, proposeSpec, syncSpec } from './specs.ts';

/** What workers start besides what requests may. */
export interface WorkerJobs extends Jobs {
  /** Looks whether a proposal was merged, closed or edited; nobody asked for it anew. */
  checkProposal(orgId: string, connectionId: string): Promise<void>;
  /** Gives a move that stands on the connection a live workflow again where it has none. */
  resumeMove(connection: Connection): Promise<void>;
  /** Gives an open run a live workflow again where it has none. */
  resume(orgId: string, run: Pick<Run, 'id' | 'connectionId'>): Promise<void>;
}

export interface JobsOptions {
  readonly engine: Pick<Engine, 'start'>;
  readonly ports: Ports;
  readonly clock: Pick<Clock, 'now'>;
  /** Connector ids of repository hosts: their events are followed, not mirrored. */
  readonly repositoryConnectors: ReadonlySet<string>;
}

/** Events that arrive within this time of the first are taken together. Milliseconds. */
export const DEBOUNCE_MS = 300;

/** A run that ended less than this ago is followed at once. Milliseconds. */
const JUST_ENDED_MS = 500;

/** Order in which a wish for a run outweighs another. */
const WEIGHT: Readonly<Record<RunKind, number>> = { events: 0, sweep: 1, initial: 2, resync: 3 };

/** Durable work as requests start it: each call returns at once and may be repeated. */
export function createJobs({ engine, ports, clock, repositoryConnectors }: JobsOptions): WorkerJobs {
  const now = () => clock.now();

  const startRun = async (orgId: string, connectionId: string, kind: RunKind, delayMs?: number) => {
    const connection = await ports.connections.get(orgId, connectionId);
    if (!connection) throw connectionGone();
    refuseLeaving(connection);
    if (connection.config.moving) throw moveUnderWay();
    const { run, fresh } = await ports.runs.open(orgId, connectionId, kind);
    // The open run may have read already what is asked for now: then another one follows it.
    const covers = WEIGHT[run.kind] >= WEIGHT[kind] && (run.step === 'waiting' || kind === 'initial');
    if (!fresh && !covers) await want(ports, connection, kind);
    await resume(connection, run.id, delayMs);
    return { run, begins: fresh || covers };
  };
  const resume = async (connection: Connection, runId: string, delayMs?: number): Promise<void> => {
    const { orgId, id: connectionId, connector } = connection;
    const spec = repositoryConnectors.has(connector) ? followSpec : syncSpec;
    const options = { key: `run:${runId}`, ...(delayMs ? { delayMs } : {}) };
    await ensureWorkflow(engine, now, spec, { orgId, connectionId, runId }, options);
  };
  const resumeMove = async (orgId: string, connectionId: string, at: string): Promise<void> => {
    await ensureWorkflow(engine, now, moveSpec, { orgId, connectionId }, { key: `move:${connectionId}:${at}` });
  };
  const lookAtProposal = async (orgId: string, connectionId: string, asked: boolean): Promise<void> => {
    // What is asked twice within a second, of a connection that did not change, is one look at the same state.
    const connection = await ports.connections.get(orgId, connectionId);
    const window = `${connection?.updatedAt ?? ''}:${Math.floor(now() / 1_000)}`;
    const key = `propose:${connectionId}:${asked ? 'asked' : 'poll'}:${window}`;
    await engine.start(proposeSpec, { orgId, connectionId, asked }, { key });
  };

  return {
    async provision(orgId, connectionId, formRevision) {
      refuseLeaving(await ports.connections.get(orgId, connectionId));
      const started = await ports.provisions.start(orgId, connectionId, provisionSteps, formRevision);
      const { fresh: _fresh, ...job } = started;
      const input = { orgId, connectionId, jobId: job.jobId };
      await ensureWorkflow(engine, now, provisionSpec, input, { key: `provision:${job.jobId}` });
      return job;
    },
    proposeScope: (orgId, connectionId) => lookAtProposal(orgId, connectionId, true),
    checkProposal: (orgId, connectionId) => lookAtProposal(orgId, connectionId, false),
    async resume(orgId, run) {
      const connection = await ports.connections.get(orgId, run.connectionId);
      if (connection) await resume(connection, run.id);
    },
    sync: async (orgId, connectionId, kind) => (await startRun(orgId, connectionId, kind)).run,
    async index(orgId, repositoryId) {
      const repository = await ports.repositories.get(orgId, repositoryId);
      if (!repository || repository.headCommit === null || repository.headCommit === repository.indexedCommit) return;
      const key = `index:${repositoryId}:${repository.headCommit}`;
      await ensureWorkflow(engine, now, indexSpec, { orgId, repositoryId }, { key });
    },
    async disconnect(orgId, connectionId, asked) {
      const changes = { disconnecting: true, paused: true, disconnectFiles: asked.files };
      // What was chosen first holds: the work on it may have begun.
      await ports.connections.compareAndSet(orgId, connectionId, 'disconnecting', null, changes);
      const connection = await ports.connections.get(orgId, connectionId);
      const files = connection && textAt(connection, 'disconnectFiles') === 'remove' ? 'remove' : 'keep';
      const input = { orgId, connectionId, files };
      await ensureWorkflow(engine, now, disconnectSpec, input, { key: `disconnect:${connectionId}` });
    },
    async moveMirror(orgId, connectionId, move) {
      const connection = await ports.connections.get(orgId, connectionId);
      if (!connection) throw connectionGone();
      const at = new Date(now()).toISOString();
      const moving = { ...move, to: { ...move.to }, wasPaused: connection.config.paused === true, at };
      if (!(await ports.connections.compareAndSet(orgId, connectionId, 'moving', null, { moving, paused: true })))
        throw moveUnderWay();
      await resumeMove(orgId, connectionId, at);
    },
    async resumeMove(connection) {
      const at = (connection.config.moving as { at?: string } | null | undefined)?.at;
      if (at !== undefined) await resumeMove(connection.orgId, connection.id, at);
    },
    async nudge(orgId, connectionId) {
      const connection = await ports.connections.get(orgId, connectionId);
      if (!connection || isPaused(connection) || guardOf(connection)?.state === 'waiting') return;
      const wanted = wantedKind(connection);
      if (wanted === null && !(await hasWork(ports, connection, repositoryConnectors))) return;
      const runs = await ports.runs.list(orgId, connectionId, 8);
      if (runs.some((run) => run.state === 'running') || now() < restAfterFailures(runs)) return;
      // What came while the last run was under way has waited for it already.
      const ended = Date.parse(runs[0]?.finishedAt ?? '');
      const delayMs = now() - ended < JUST_ENDED_MS ? undefined : DEBOUNCE_MS;
      const { begins } = await startRun(orgId, connectionId, wanted ?? 'events', delayMs);
      // Last, so that a process that ends in between starts it once more instead of never.
      if (wanted !== null && begins)
        await ports.connections.compareAndSet(orgId, connectionId, 'syncWanted', wanted, { syncWanted: null });
    },
  };
}

function refuseLeaving(connection: Connection | null): void {
  if (connection?.config.disconnecting !== true) return;
  const message = 'The connection is being taken apart.';
  throw new Problem({ code: 'disconnecting', message, status: 409, actor: 'nobody' });
}

function moveUnderWay(): Problem {
  const message = 'The mirror is being moved to another repository.';
  return new Problem({ code: 'move-under-way', message, status: 409, actor: 'nobody' });
}

function wantedKind(connection: Connection): RunKind | null {
  const wanted = textAt(connection, 'syncWanted');
  return wanted !== null && wanted in WEIGHT ? (wanted as RunKind) : null;
}

async function want(ports: Ports, connection: Connection, kind: RunKind): Promise<void> {
  const wanted = wantedKind(connection);
  if (wanted !== null && WEIGHT[wanted] >= WEIGHT[kind]) return;
  await ports.connections.patch(connection.orgId, connection.id, { syncWanted: kind });
}

async function hasWork(ports: Ports, connection: Connection, hosts: ReadonlySet<string>): Promise<boolean> {
  if ((await ports.journal.countPending(connection.orgId, connection.id)) === 0) return false;
  // Before the first sync nothing is mirrored that an event could change; the events wait for it.
  return hosts.has(connection.connector) || 'firstSync' in connection.config;
}
