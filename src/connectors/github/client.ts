import { setTimeout as pause } from 'node:timers/promises';
import { Octokit } from 'octokit';
import { Problem } from '../../core/problem.ts';
import { redact, type Secret } from '../../core/secret.ts';
import { describeFailure } from './problems.ts';

/** How the connector reaches the host and the clock. */
export interface Reach {
  /** Base of the REST API, without a slash at the end. */
  readonly apiBaseUrl: string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Counts each request that leaves. */
  readonly count: () => void;
}

/** Octokit's own type, without its plugins that wait and repeat: that is decided here. */
export type Api = Octokit;

const moved = { message: 'The repository has another name now.', retry: { kind: 'soon' } } as const;
// docs.github.com, "API versions": without it a later default may change what fields mean.
const apiVersion = '2022-11-28';
const answerWithin = 30_000;
const longestWait = 60_000;
const attempts = 4;

/** A client for one token; without one, for the few routes that need none. */
export function createApi(reach: Reach, token: Secret | null, scheme: 'Bearer' | 'token' = 'token'): Api {
  const quiet = (): void => undefined;
  const api = new Octokit({
    baseUrl: reach.apiBaseUrl,
    userAgent: 'ctxpipe',
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug: quiet, info: quiet, error: quiet, warn: (text: string) => reach.log(redact(text)) },
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(answerWithin) }),
    },
  });
  api.hook.before('request', (options) => {
    reach.count();
    options.headers['x-github-api-version'] = apiVersion;
    if (token) options.headers.authorization = `${scheme} ${token.reveal()}`;
  });
  api.hook.after('request', (response) => {
    // Following would turn a POST into a GET; whoever asked reads the new name by the id instead.
    if (response.status >= 300 && response.status < 400) throw new Problem({ code: 'address-moved', ...moved });
  });
  return api;
}

/** One call, and what may be done when its outcome is not known. */
export interface Call<T> {
  readonly what: string;
  readonly run: () => Promise<T>;
  /** Whether the call may be sent again after an answer was lost. Limits are repeated in any case. */
  readonly repeatable: boolean;
}

/**
 * Runs a call. Limits that end within a minute are waited for here; longer ones, and failures that last,
 * leave as a Problem that says when to come back.
 */
export async function perform<T>(reach: Reach, call: Call<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call.run();
    } catch (error) {
      const problem = describeFailure(error, call, reach.now());
      const wait = waitBefore(problem, attempt, call.repeatable);
      if (wait === null) throw problem;
      reach.log('repeating a request to the repository host', { what: call.what, code: problem.code, wait });
      await reach.sleep(wait);
    }
  }
}

function waitBefore(problem: Problem, attempt: number, repeatable: boolean): number | null {
  if (attempt >= attempts) return null;
  const { retry } = problem;
  if (retry.kind === 'after') return retry.ms <= longestWait ? retry.ms : null;
  if (problem.code === 'address-moved') return null;
  return retry.kind === 'soon' && repeatable ? 300 * 4 ** (attempt - 1) : null;
}

/** Runs again with a new token where the host refused the one at hand, which happens after key changes and restores. */
export async function renewingOnce<T>(run: (renew: boolean) => Promise<T>): Promise<T> {
  try {
    return await run(false);
  } catch (error) {
    if (isProblem(error, 'app-unauthorized')) return run(true);
    throw error;
  }
}

/** The wait that real time gives. */
export const realSleep = async (ms: number): Promise<void> => {
  await pause(ms);
};

/** True for a Problem of the given code. */
export function isProblem(error: unknown, code: string): error is Problem {
  return error instanceof Problem && error.code === code;
}
