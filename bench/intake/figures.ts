import type { IntakeBench } from './run.ts';

/** What `--json` prints: exactly these keys, whatever else was measured. */
export function intakeFigures({ rate, sent, accepted, lost, p50ms, p95ms, p99ms }: Omit<IntakeBench, 'machine'>) {
  return { rate, sent, accepted, lost, p50ms, p95ms, p99ms };
}
