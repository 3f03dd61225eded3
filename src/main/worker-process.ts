import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Logger } from '../observe/log.ts';
import { program } from './processes.ts';

/** A worker beside the server, so that no work of one keeps the answers of the other. */
export interface WorkerProcess {
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

const FIRST_RESTART_MS = 500;
const LONGEST_RESTART_MS = 30_000;
/** A worker that lived this long did not fail at its start. */
const STEADY_MS = 60_000;
const STOP_MS = 20_000;
/**
 * What a run's answers and bodies took goes back to the system instead of waiting for the next ones (glibc, mallopt(3));
 * other C libraries read past this.
 */
const MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '131072' };

/** Events have to be answered within milliseconds; a run may wait. Where the system refuses, both are alike. */
function yieldToServer({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {}
}

/**
 * Starts this program's worker as a child and starts it again when it dies. The open channel between the two tells the
 * child when this process is gone.
 */
export function startWorkerProcess(environment: NodeJS.ProcessEnv, log: Logger): WorkerProcess {
  let stopping = false;
  let wait = FIRST_RESTART_MS;
  let child: ChildProcess;
  let timer: NodeJS.Timeout | null = null;

  const run = (): void => {
    const started = Date.now();
    child = spawn(process.execPath, [...process.execArgv, program, 'worker'], {
      env: { ...MEMORY, ...environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    yieldToServer(child);
    child.once('error', (error) => log.error({ problem: error.message }, 'the worker cannot be started'));
    child.once('exit', (code, signal) => {
      if (stopping) return;
      wait = Date.now() - started > STEADY_MS ? FIRST_RESTART_MS : Math.min(wait * 2, LONGEST_RESTART_MS);
      log.warn({ code, signal, againInMs: wait }, 'the worker ended unexpectedly and is started again');
      timer = setTimeout(run, wait);
    });
  };
  run();

  return {
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(last);
    },
  };
}

/**
 * Ends this process at once when the one that started it was killed: what it was doing goes on from its checkpoint, and
 * a step that goes on alone would record the end of the rest as its own failure. Does nothing for a worker that a person
 * started.
 */
export function endWithParent(): void {
  const startedByServer = process.send !== undefined;
  const end = () => process.exit(1);
  if (!startedByServer) return;
  if (process.connected) process.once('disconnect', end);
  else end();
}
