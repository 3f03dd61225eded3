import { limitProblem } from './failure.ts';

/** Patience of one call with rate limits, in milliseconds; spent by waiting. */
export interface Patience {
  left: number;
}

interface Lane {
  active: number;
  pausedUntil: number;
  failuresInARow: number;
  readonly waiting: (() => void)[];
}

export interface PacingOptions {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly concurrency: number;
}

/** Failures of a lane in a row after which nobody calls it for a while. */
const BREAKER_FAILURES = 12;
const BREAKER_REST_MS = 15_000;
const LANES_KEPT = 2_000;

/** Slots and pauses that all callers of a lane share. */
export class Pacing {
  readonly #options: PacingOptions;
  readonly #lanes = new Map<string, Lane>();

  constructor(options: PacingOptions) {
    this.#options = options;
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      if (this.#lanes.size >= LANES_KEPT) this.#forgetIdle();
      lane = { active: 0, pausedUntil: 0, failuresInARow: 0, waiting: [] };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  #forgetIdle(): void {
    for (const [name, lane] of this.#lanes)
      if (lane.active === 0 && lane.pausedUntil <= this.#options.now()) this.#lanes.delete(name);
  }

  /** Takes a slot and waits out a pause. Gives the function that frees the slot, once. */
  async enter(name: string, patience: Patience, signal?: AbortSignal): Promise<() => void> {
    const lane = this.#lane(name);
    if (lane.active < this.#options.concurrency) lane.active += 1;
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    let held = true;
    const leave = (): void => {
      if (!held) return;
      held = false;
      const next = lane.waiting.shift();
      if (next === undefined) lane.active -= 1;
      else next();
    };
    try {
      signal?.throwIfAborted();
      await this.#waitOut(name, lane, patience, signal);
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #waitOut(name: string, lane: Lane, patience: Patience, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const wait = lane.pausedUntil - this.#options.now();
      if (wait <= 0) return;
      if (wait > patience.left) throw limitProblem(name, wait);
      patience.left -= wait;
      const jitter = this.#options.random() * Math.min(wait * 0.1, 1_000);
      await this.#options.sleep(wait + jitter, signal);
    }
  }

  /** Nobody calls this lane for `ms`; a longer pause that is under way stays. */
  pause(name: string, ms: number): void {
    const lane = this.#lane(name);
    lane.pausedUntil = Math.max(lane.pausedUntil, this.#options.now() + ms);
  }

  succeeded(name: string): void {
    this.#lane(name).failuresInARow = 0;
  }

  failed(name: string): void {
    const lane = this.#lane(name);
    lane.failuresInARow += 1;
    if (lane.failuresInARow % BREAKER_FAILURES === 0) this.pause(name, BREAKER_REST_MS);
  }
}
