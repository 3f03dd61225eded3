import { toProblem } from '../core/problem.ts';
import { type Attempt, isLasting, plainFailure, problemOfFailure, recordProblem } from './attempt.ts';
import { isFinalFailure, type StepApi } from './engine.ts';

/** Tries of a step whose failures may pass; waits that the other side asked for are not counted. */
const TRIES = { maximumAttempts: 5, initialInterval: '1s', backoffCoefficient: 3, maximumInterval: '60s' } as const;
/** A durable wait is cut into pieces, so that a run that is to be cancelled notices. Milliseconds. */
const LONGEST_PIECE_MS = 60_000;
const LONGEST_WAIT_MS = 2 * 3_600_000;
const MOST_PIECES = 200;

type StepResult<Value> = Attempt<Value> | { readonly ok: 'later'; readonly until: number };

interface DurableOptions {
  readonly now: () => number;
  /** Asked between the pieces of a wait: true ends it. */
  readonly stopped?: () => Promise<boolean>;
}

/**
 * One durable step. What it returns stands in the engine's tables, so: ids and counts. A failure that
 * lasts, or has used up its tries, comes back as a value; where the other side names a time to come
 * again, the workflow sleeps until then and holds no process.
 */
export async function durably<Value>(
  step: StepApi,
  name: string,
  work: () => Promise<Value>,
  options: DurableOptions,
): Promise<Attempt<Value>> {
  for (let pieces = 0; pieces < MOST_PIECES; ) {
    const result = await runOnce(step, name, work, options);
    if (result.ok !== 'later') return result;
    for (;;) {
      const left = result.until - options.now();
      if (left <= 0 || pieces >= MOST_PIECES) break;
      if (await options.stopped?.()) break;
      pieces += 1;
      await step.sleep(`${name} waits`, `${Math.min(left, LONGEST_PIECE_MS)}ms`);
    }
    pieces += 1;
  }
  return {
    ok: false,
    problem: {
      code: 'rate-limited',
      message: 'The other side asked to come again later too many times.',
      hint: 'Start the run again at a quieter time.',
      detail: name,
    },
  };
}

async function runOnce<Value>(
  step: StepApi,
  name: string,
  work: () => Promise<Value>,
  options: DurableOptions,
): Promise<StepResult<Value>> {
  try {
    return await step.run<StepResult<Value>>({ name, retryPolicy: TRIES }, async () => {
      try {
        return { ok: true, value: await work() };
      } catch (error) {
        const problem = toProblem(error);
        if (isLasting(problem)) return { ok: false, problem: recordProblem(problem) };
        if (problem.retry.kind === 'after' && problem.retry.ms <= LONGEST_WAIT_MS)
          return { ok: 'later', until: options.now() + problem.retry.ms };
        throw plainFailure(problem);
      }
    });
  } catch (error) {
    if (!isFinalFailure(error)) throw error;
    return { ok: false, problem: problemOfFailure(error) };
  }
}
