import type { SandboxClock } from '../../sandbox/core/index.ts';
import type { Clock } from '../../src/core/ports/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

const HOUR_MS = 3_600_000;

/**
 * One time for the product and the stand-ins: the machine's, and ahead of it by all that was slept. A
 * sleep takes no real time: the clock jumps to when it ends.
 */
export class JumpingClock implements SandboxClock, Clock {
  #ahead: number;
  #sleepers: Sleeper[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(aheadMs = 0) {
    this.#ahead = aheadMs;
  }

  now(): number {
    return Date.now() + this.#ahead;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const sleeper = { due: this.now() + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(signal.reason);
      });
      this.#jumpSoon();
    });
  }

  /** Moves the time forward without waiting. */
  advance(ms: number): void {
    this.#ahead += Math.max(0, ms);
  }

  /** Goes on to the next full hour, so that what happens then does not depend on what was before. */
  advanceToHour(): void {
    this.advance(HOUR_MS - (this.now() % HOUR_MS));
  }

  /** This clock never stands still. */
  freeze(): void {}

  #jumpSoon(): void {
    // Whoever goes to sleep at the same time is put in order of waking first.
    this.#timer ??= setTimeout(() => this.#jump(), 1);
  }

  #jump(): void {
    this.#timer = null;
    this.#sleepers.sort((a, b) => a.due - b.due);
    const first = this.#sleepers.shift();
    if (first === undefined) return;
    this.advance(first.due - this.now());
    first.wake();
    if (this.#sleepers.length > 0) this.#jumpSoon();
  }
}
