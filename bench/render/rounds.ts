import { performance } from 'node:perf_hooks';
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

/** Passes before the clock counts: until the engine has compiled what there is to compile. */
const WARM_UP = 8;

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

/** Times converters in turns, so that whatever else the machine does falls on all of them alike. */
export function timeAll(converters: readonly Converter[], documents: readonly Document[], rounds: number): Time[] {
  const taken = converters.map((): ReturnType<typeof pass>[] => []);
  for (let round = -WARM_UP; round < rounds; round++) {
    converters.forEach((converter, index) => {
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
