import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkContext } from './context.ts';
import { disconnect } from './disconnect.ts';
import { createDispatcher } from './dispatcher.ts';
import { implement, openEngine } from './engine.ts';
import { followRepositories } from './follow-repositories.ts';
import { indexRepository } from './index-repository.ts';
import { createJobs } from './jobs.ts';
import { moveMirror } from './move-mirror.ts';
import { proposeScope } from './propose-scope.ts';
import { provision, provisionSpec } from './provision.ts';
import { disconnectSpec, followSpec, indexSpec, moveSpec, proposeSpec, syncSpec } from './specs.ts';
import { sync } from './sync/index.ts';
import type { Tools } from './tools.ts';

export interface WorkerOptions {
  /** Address of the migrated database. */
  readonly url: string;
  readonly context: WorkContext;
  /** Workflows at a time. Default 4. */
  readonly concurrency?: number;
  /** Hears of work, as the store gives it; polling once a second is the safety net. */
  readonly onWork: (listener: (wake: 'workflow' | 'dispatch') => void) => () => void;
  /** Keeps deployments that share a database apart. */
  readonly namespace?: string;
}

export interface RunningWorker {
  start(): Promise<void>;
  /** Takes no new work, waits for what is under way, and lets go of the database. */
  stop(): Promise<void>;
}

/** How long a stop waits for steps that are under way. Milliseconds. */
const STOP_MS = 20_000;
/** A timed start lies a moment ahead when its notice comes. Milliseconds. */
const LATER_TICKS_MS = [350, 1_050];

/** The process that carries out workflows and dispatches waiting work to them. */
export function createWorker(options: WorkerOptions): RunningWorker {
  const { context } = options;
  const concurrency = options.concurrency ?? 4;
  const engine = openEngine({
    url: options.url,
    connections: Math.min(10, concurrency + 2),
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
  });
  const jobs = createJobs({
    engine,
    ports: context.ports,
    clock: context.clock,
    repositoryConnectors: new Set(context.repositories.keys()),
  });
  const tools: Tools = { context, jobs };
  const worker = engine.worker(
    [
      implement(provisionSpec, provision(context)),
      implement(proposeSpec, proposeScope(tools)),
      implement(syncSpec, sync(tools)),
      implement(followSpec, followRepositories(tools)),
      implement(indexSpec, indexRepository(tools)),
      implement(disconnectSpec, disconnect(tools)),
      implement(moveSpec, moveMirror(tools)),
    ],
    concurrency,
  );
  const dispatcher = createDispatcher({ ...tools, engine });
  const later = new Set<NodeJS.Timeout>();
  let stopListening: () => void = () => undefined;
  let running = false;

  const tick = (): void => {
    if (!running) return;
    worker.tick().catch((error: unknown) => {
      context.log.warn({ problem: String(error) }, 'the worker could not look for workflows');
    });
  };
  const tickLater = (ms: number): void => {
    const timer = setTimeout(() => {
      later.delete(timer);
      tick();
    }, ms);
    later.add(timer);
  };

  return {
    async start() {
      running = true;
      stopListening = options.onWork((wake) => {
        if (wake === 'dispatch') return dispatcher.wake();
        tick();
        // One set of later looks at a time is enough for a burst of notices.
        if (later.size === 0) for (const ms of LATER_TICKS_MS) tickLater(ms);
      });
      await worker.start();
      dispatcher.start();
    },
    async stop() {
      running = false;
      stopListening();
      for (const timer of later) clearTimeout(timer);
      await dispatcher.stop();
      // What takes longer is taken up by another worker when its lease has passed, or by this one's successor.
      const patience = new AbortController();
      await Promise.race([
        worker.stop(),
        sleep(STOP_MS, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      patience.abort();
      await engine.close();
    },
  };
}
