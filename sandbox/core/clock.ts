import { setTimeout as wait } from 'node:timers/promises';

/** Time of a stand-in. Shifted by a demo or a test to let tokens expire and budgets reset. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits real milliseconds; rejects when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Moves the time forward (or back) without waiting. */
  advance(ms: number): void;
  /** Stands still at the given time until `advance`; undefined lets it run again. */
  freeze(at: number | undefined): void;
}

/** A clock that starts as the machine's and can be moved. */
export function createSandboxClock(): SandboxClock {
  let offset = 0;
  let frozenAt: number | undefined;
  return {
    now: () => frozenAt ?? Date.now() + offset,
    sleep: (ms, signal) => wait(ms, undefined, { signal }),
    advance(ms) {
      if (frozenAt === undefined) offset += ms;
      else frozenAt += ms;
    },
    freeze(at) {
      frozenAt = at;
    },
  };
}
