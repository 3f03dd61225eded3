import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Document } from './corpora.ts';
import type { Converter } from './totals.ts';

/** Milliseconds for all documents once: the median of the rounds, the fastest and the slowest. */
export interface Spread {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

export interface Time {
  /** What the processor worked, all threads: says the same on a machine that has other things to do. */
  readonly processor: Spread;
  /** What passed meanwhile. */
  readonly wall: Spread;
}

/**
 * Passes before the clock counts. Most converters are as fast as they get after 10. Ours has many small functions for
 * many kinds of nodes, of which some stand in few documents: the engine still compiles such ones after 100 passes, in a
 * thread of its own that counts as work of the processor. All get the same. What a process that has just started takes is
 * another matter, and not measured here.
 */
const WARM_UP = 150;

/** Takes out what a pass has left behind, so that the next one does not do it in its time. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
  return () => collect({ type: 'minor' });
}

function pass(converter: Converter, documents: readonly Document[]): { processor: number; wall: number } {
  const [start, used] = [performance.now(), process.cpuUsage()];
  for (const { body, from } of documents) {
    try {
      converter.convert(body, from);
    } catch {
      // What fails is counted where fidelity is measured; here it only takes its time.
    }
  }
  const { user, system } = process.cpuUsage(used);
  return { processor: (user + system) / 1000, wall: performance.now() - start };
}

/**
 * Times converters in turns, so that whatever else the machine does falls on all of them alike. Each round another one
 * begins.
 */
export function timeAll(converters: readonly Converter[], documents: readonly Document[], rounds: number): Time[] {
  const taken = converters.map((): ReturnType<typeof pass>[] => []);
  const collect = collector();
  for (let round = -WARM_UP; round < rounds; round++) {
    converters.forEach((_, turn) => {
      const index = (turn + round + WARM_UP) % converters.length;
      const converter = converters[index];
      if (!converter) return;
      collect();
      const time = pass(converter, documents);
      if (round >= 0) taken[index]?.push(time);
    });
  }
  return taken.map((times) => ({
    processor: spreadOf(times.map(({ processor }) => processor)),
    wall: spreadOf(times.map(({ wall }) => wall)),
  }));
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => Number((sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(2));
  return { median: at(0.5), fastest: at(0), slowest: at(1) };
}
