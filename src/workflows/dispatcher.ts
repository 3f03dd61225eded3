import { setTimeout as rest } from 'node:timers/promises';
import type { ScheduledTick } from '../core/ports/schedule.ts';
import { toProblem } from '../core/problem.ts';
import { firstSyncOf, isPaused, textAt } from './connection-state.ts';
import type { Engine } from './engine.ts';
import { leaveOrganizations } from './leave-organizations.ts';
import { readScheduleName } from './schedules.ts';
import type { Tools } from './tools.ts';

export interface DispatcherOptions extends Tools {
  readonly engine: Pick<Engine, 'prune'>;
  /** Milliseconds between two looks when nobody calls. Default 1,000. */
  readonly everyMs?: number;
}

export interface Dispatcher {
  start(): void;
  /** Looks at once, or again right after the look that is under way. */
  wake(): void;
  /** Waits for the look that is under way. */
  stop(): Promise<void>;
}

/** Least time between two looks, so that many events are one reason to look. Milliseconds. */
const REST_MS = 50;
/** Looks between two sweeps of what is stuck. */
const WATCHDOG_EVERY_MS = 5_000;
const PRUNE_EVERY_MS = 3_600_000;
const KEPT_MS = 7 * 24 * 3_600_000;
/** A delivery that comes again within this time is known. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;
const TICKS_A_LOOK = 50;

/**
 * The loop of a worker that turns what waits in the tables into workflows: events in the journal,
 * due schedules, repositories behind their head, runs without a live workflow. Any number of
 * processes may run it: what it starts has keys that make it start once.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { context, jobs, engine } = options;
  const { ports, clock, log } = context;
  const everyMs = options.everyMs ?? 1_000;
  let running = false;
  let again = false;
  let under: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let restedUntil = 0;
  let watchedAt = 0;
  let prunedAt = clock.now();

  /** One failing connection keeps nobody else waiting. */
  const each = async <Item>(items: readonly Item[], what: string, work: (item: Item) => Promise<void>) => {
    for (const item of items)
      try {
        await work(item);
      } catch (error) {
        const { code, message } = toProblem(error);
        log.warn({ code, problem: message }, `dispatching failed: ${what}`);
      }
  };

  const takeTick = async (tick: ScheduledTick): Promise<void> => {
    const connection = tick.connectionId === null ? null : await ports.connections.locate(tick.connectionId);
    const kind = readScheduleName(tick.name);
    if (!connection || kind === null) return ports.schedule.remove(tick.name);
    if (isPaused(connection)) return;
    if (kind === 'proposal') return jobs.checkProposal(connection.orgId, connection.id);
    await jobs.sync(connection.orgId, connection.id, 'sweep');
  };

  const watch = async (): Promise<void> => {
    await each(await ports.runs.allOpen(), 'open runs', async ({ orgId, run }) => {
      await jobs.resume(orgId, run);
    });
    for (const connector of context.sources.keys())
      await each(await ports.connections.listAll(connector), 'connections', async (connection) => {
        if (connection.config.disconnecting === true) {
          const files = textAt(connection, 'disconnectFiles') === 'remove' ? 'remove' : 'keep';
          return jobs.disconnect(connection.orgId, connection.id, { files });
        }
        if (connection.config.moving) return jobs.resumeMove(connection);
        if (textAt(connection, 'syncWanted') !== null) await jobs.nudge(connection.orgId, connection.id);
        const first = firstSyncOf(connection);
        if (first?.state !== 'running') return;
        const run = await ports.runs.get(connection.orgId, first.runId);
        if (run === null) await jobs.sync(connection.orgId, connection.id, 'initial');
      });
  };

  const look = async (): Promise<void> => {
    await each(await ports.journal.waiting(), 'waiting events', ({ orgId, connectionId }) =>
      jobs.nudge(orgId, connectionId),
    );
    await each(await ports.repositories.behind(), 'repositories behind', ({ orgId, id }) => jobs.index(orgId, id));
    await each(await ports.schedule.take(clock.now(), TICKS_A_LOOK), 'schedules', takeTick);
    const watching = clock.now() - watchedAt >= WATCHDOG_EVERY_MS;
    if (watching) {
      watchedAt = clock.now();
      await watch();
    }
    await leaveOrganizations(options, watching);
    if (clock.now() - prunedAt >= PRUNE_EVERY_MS) {
      prunedAt = clock.now();
      await engine.prune(new Date(clock.now() - KEPT_MS));
      await ports.journal.prune(new Date(clock.now() - REMEMBERED_MS), new Date(clock.now() - KEPT_MS));
    }
  };

  const loop = async (): Promise<void> => {
    do {
      again = false;
      await rest(Math.max(0, restedUntil - performance.now()));
      restedUntil = performance.now() + REST_MS;
      try {
        await look();
      } catch (error) {
        const { code, message } = toProblem(error);
        log.warn({ code, problem: message }, 'the dispatcher could not look for work');
      }
    } while (again && running);
    under = null;
    if (running) timer = setTimeout(wake, everyMs);
  };
  const wake = (): void => {
    if (!running) return;
    if (under) {
      again = true;
      return;
    }
    if (timer) clearTimeout(timer);
    under = loop();
  };

  return {
    start() {
      running = true;
      wake();
    },
    wake,
    async stop() {
      running = false;
      if (timer) clearTimeout(timer);
      await under;
    },
  };
}
