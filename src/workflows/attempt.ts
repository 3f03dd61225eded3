import { Problem, toProblem } from '../core/problem.ts';
import { redact } from '../core/secret.ts';

/** A problem as it may stand in a job record: plain text, redacted, no cause. */
export interface RecordedProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly detail: string | null;
}

export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: RecordedProblem };

export function recordProblem(problem: Problem): RecordedProblem {
  return {
    code: problem.code,
    message: redact(problem.message),
    hint: problem.hint === undefined ? null : redact(problem.hint),
    detail: problem.detail === undefined ? null : redact(problem.detail),
  };
}

class PlainFailure extends Error {}

/** An error as it may be recorded: one redacted line, no cause, no stack. */
export function plainFailure(error: unknown): Error {
  if (error instanceof PlainFailure) return error;
  const { code, message, detail, hint } = recordProblem(toProblem(error));
  // The engine keeps a text alone, and the last try's cause and cure must be told too.
  const rest = detail === null && hint === null ? '' : `\n${JSON.stringify({ detail, hint })}`;
  const plain = new PlainFailure(`${code}: ${message}${rest}`);
  plain.name = 'Error';
  plain.stack = plain.message;
  return plain;
}

/** Whether a retry cannot mend it. An unexpected failure may be mended by one. */
export function isLasting(problem: Problem): boolean {
  return problem.retry.kind === 'never' && problem.code !== 'internal';
}

/**
 * Runs the body of a step. A problem that a retry cannot mend becomes a value, so that the engine
 * does not repeat the step; any other is thrown again without its cause, so that no secret of an
 * inner error reaches the job record.
 */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const problem = toProblem(error);
    if (isLasting(problem)) return { ok: false, problem: recordProblem(problem) };
    throw plainFailure(problem);
  }
}

function readRest(text: string | undefined): Pick<RecordedProblem, 'detail' | 'hint'> {
  const none = { detail: null, hint: null };
  if (text === undefined) return none;
  try {
    return { ...none, ...(JSON.parse(text) as Pick<RecordedProblem, 'detail' | 'hint'>) };
  } catch {
    return none;
  }
}

/** Reads back a problem from an error that `attempt` threw and the engine recorded. */
export function problemOfFailure(error: unknown): RecordedProblem {
  const text = error instanceof Error ? error.message : String(error);
  const match = /^([a-z0-9_-]+): ([\s\S]*?)(?:\n(\{"detail":.*\}))?$/.exec(text);
  const { detail, hint } = readRest(match?.[3]);
  return {
    code: match?.[1] ?? 'internal',
    message: redact(match?.[2] ?? text),
    hint: hint ?? 'Retry; if it happens again, report it with the log of this run.',
    detail,
  };
}

/** A problem again, for callers that want to throw it. */
export function reviveProblem(recorded: RecordedProblem): Problem {
  const { code, message, hint, detail } = recorded;
  return new Problem({ code, message, ...(hint === null ? {} : { hint }), ...(detail === null ? {} : { detail }) });
}
