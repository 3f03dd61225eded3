import type { Run } from '../core/run.ts';

const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 10 * 60_000;

/**
 * When the next run may start, in milliseconds since the epoch: runs that fail one after another are
 * followed by rests that double. `runs` newest first.
 */
export function restAfterFailures(runs: readonly Run[]): number {
  const good = runs.findIndex((run) => run.state !== 'failed');
  const failures = good === -1 ? runs.length : good;
  const finished = runs[0]?.finishedAt ?? null;
  if (failures === 0 || finished === null) return 0;
  return Date.parse(finished) + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1));
}
