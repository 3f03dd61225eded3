/** A clock for tests: sleeping costs no time, and time moves only to the next sleeper that is due. */
export interface FakeClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Lets time pass without anybody sleeping. */
  readonly advance: (ms: number) => void;
  /** Every wait that was asked for, in milliseconds. */
  readonly slept: number[];
}

/** Real milliseconds of quiet before time jumps, so that requests under way can end first. */
const QUIET_MS = 4;

export function createFakeClock(start = Date.parse('2026-03-02T10:00:00Z')): FakeClock {
  let time = start;
  let pumping = false;
  const sleepers: { at: number; wake: () => void }[] = [];
  const slept: number[] = [];
  const pump = (): void => {
    if (pumping || sleepers.length === 0) return;
    pumping = true;
    setTimeout(jump, QUIET_MS);
  };
  const jump = (): void => {
    pumping = false;
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers.shift();
    if (next === undefined) return;
    time = Math.max(time, next.at);
    next.wake();
    pump();
  };
  return {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    slept,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        slept.push(ms);
        sleepers.push({ at: time + ms, wake: resolve });
        pump();
      }),
  };
}
