import type { Finding } from '../../core/finding.ts';
import { type Problem, toProblem } from '../../core/problem.ts';
import { redact } from '../../core/secret.ts';

export type { Finding } from '../../core/finding.ts';

/** One look. It changes nothing, and may throw: that is a finding too. */
export interface Check {
  readonly name: string;
  readonly connection?: Finding['connection'];
  look(signal: AbortSignal): Promise<Finding | readonly Finding[]>;
}

type Trouble = Pick<Finding, 'what' | 'why' | 'next'>;

export function healthy(name: string, what: string): Finding {
  return { name, state: 'ok', what, why: '', next: '' };
}

export function doubtful(name: string, trouble: Trouble): Finding {
  return { name, state: 'warn', ...trouble };
}

export function broken(name: string, trouble: Trouble): Finding {
  return { name, state: 'fail', ...trouble };
}

/** What a Problem says, as a finding. */
export function brokenBy(name: string, error: unknown, why: string): Finding {
  const problem: Problem = toProblem(error);
  return broken(name, {
    what: redact(problem.message),
    why,
    next: redact(problem.hint ?? 'See the log of the server.'),
  });
}

const LONGEST_LOOK_MS = 20_000;

async function lookOnce(check: Check, longestMs: number): Promise<readonly Finding[]> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      ending.abort();
      reject(new Error(`No answer within ${longestMs / 1000} seconds.`));
    }, longestMs);
  });
  try {
    const found = await Promise.race([check.look(ending.signal), late]);
    return Array.isArray(found) ? found : [found as Finding];
  } catch (error) {
    const trouble = brokenBy(check.name, error, 'It could not be looked at.');
    return [
      ending.signal.aborted ? { ...trouble, state: 'warn', next: 'Run the doctor again; see the log.' } : trouble,
    ];
  } finally {
    clearTimeout(timer);
  }
}

/** Looks at everything, all at once, and gives the findings in the order of the checks. */
export async function runChecks(checks: readonly Check[], longestMs = LONGEST_LOOK_MS): Promise<readonly Finding[]> {
  const found = await Promise.all(checks.map((check) => lookOnce(check, longestMs)));
  return found.flatMap((findings, index) => {
    const connection = checks[index]?.connection;
    return connection ? findings.map((finding) => ({ ...finding, connection })) : findings;
  });
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Minutes, hours or days, for a person. */
export function spanOf(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 120) return counted(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 72 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day');
}
