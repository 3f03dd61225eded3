import type { Engine, Started, WorkflowSpec } from './engine.ts';

const FIRST_REST_MS = 2_000;
const LONGEST_REST_MS = 10 * 60_000;
const MOST_RESTARTS = 300;

/**
 * Sees to it that work which is still wanted has a live workflow: starts it, finds the one that is
 * alive, or, where the last one ended without the work being done, starts the next after a rest that
 * grows. Callable as often as one likes. `resting`: the next start is not due yet.
 */
export async function ensureWorkflow<Input, Output>(
  engine: Pick<Engine, 'start'>,
  now: () => number,
  spec: WorkflowSpec<Input, Output>,
  input: Input,
  options: { readonly key: string; readonly delayMs?: number },
): Promise<'alive' | 'resting'> {
  let last: Started | null = null;
  for (let restart = 0; restart < MOST_RESTARTS; restart += 1) {
    const rest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.max(0, restart - 1));
    if (last !== null && (last.finishedAt ?? 0) + rest > now()) return 'resting';
    const first = restart === 0;
    last = await engine.start(spec, input, {
      key: first ? options.key : `${options.key}#${restart}`,
      ...(first && options.delayMs ? { delayMs: options.delayMs } : {}),
    });
    if (last.state === 'open') return 'alive';
  }
  return 'resting';
}
