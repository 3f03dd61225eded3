import { RequestError } from 'octokit';
import { ZodError } from 'zod';
import { Problem } from '../../core/problem.ts';

const minute = 60_000;

/** What was asked of the host, to name it in the message. */
export interface Asked {
  /** E.g. "the repository acme/docs". */
  readonly what: string;
}

/**
 * The one reading of the host's error answers. Statuses and messages as in docs.github.com, "Troubleshooting
 * the REST API" and "Rate limits for the REST API"; times in milliseconds.
 */
export function describeFailure(error: unknown, asked: Asked, now: number): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError) {
    return new Problem({
      code: 'repo-host-garbled',
      message: `The repository host gave an answer for ${asked.what} that makes no sense.`,
      status: 502,
      actor: 'nobody',
      detail: error.issues[0] && `${error.issues[0].path.join('.')}: ${error.issues[0].message}`,
      retry: { kind: 'soon' },
      cause: error,
    });
  }
  if (!(error instanceof RequestError) || !error.response) {
    return new Problem({
      code: 'repo-host-unreachable',
      message: `The repository host did not answer for ${asked.what}.`,
      status: 503,
      actor: 'nobody',
      hint: 'Check outbound HTTPS to the repository host if this goes on.',
      retry: { kind: 'soon' },
      cause: error,
    });
  }
  const { status } = error;
  const wait = requestedWait(error, now);
  if (wait !== null) {
    return new Problem({
      code: 'rate-limited',
      message: 'The repository host asks to slow down.',
      status: 429,
      actor: 'nobody',
      retry: { kind: 'after', ms: wait },
    });
  }
  const fields = { detail: error.message.slice(0, 300), cause: error };
  if (status === 401) {
    return new Problem({
      code: 'app-unauthorized',
      message: 'The repository host refused the app’s credentials.',
      status: 401,
      hint: 'Check the app id and its private key; the key may have been deleted at the host.',
      ...fields,
    });
  }
  if (status === 403 && /suspended/i.test(error.message)) {
    return new Problem({
      code: 'app-suspended',
      message: 'The app’s installation is suspended.',
      status: 403,
      actor: 'repository-admin',
      hint: 'Lift the suspension in the settings of the organization.',
      ...fields,
    });
  }
  if (/archived/i.test(error.message) && (status === 403 || status === 422)) {
    return new Problem({
      code: 'repository-archived',
      message: `${asked.what} is archived and takes no changes.`,
      status: 409,
      actor: 'repository-admin',
      hint: 'Unarchive the repository, or choose another target.',
      ...fields,
    });
  }
  if (status === 403 || isUngranted(error)) {
    return new Problem({
      code: 'permission-missing',
      message: `The app lacks a permission for ${asked.what}.`,
      status: 403,
      actor: 'repository-admin',
      hint: 'Accept the permissions that the app asks for in the settings of its installation.',
      ...fields,
    });
  }
  if (status === 404 || status === 410) {
    return new Problem({
      code: 'not-found',
      message: `The repository host does not know ${asked.what}, or the app may not see it.`,
      status: 404,
      actor: 'repository-admin',
      hint: 'Check that the app is installed and has access to it.',
      ...fields,
    });
  }
  if (status >= 500) {
    return new Problem({
      code: 'repo-host-unreachable',
      message: `The repository host failed for ${asked.what}.`,
      status: 503,
      actor: 'nobody',
      retry: { kind: 'soon' },
      ...fields,
    });
  }
  return new Problem({
    code: 'repo-host-refused',
    message: `The repository host refused the request for ${asked.what}.`,
    status: 502,
    actor: 'support',
    ...fields,
  });
}

/** True where a token was asked for with more than the installation grants. */
function isUngranted(error: RequestError): boolean {
  return error.status === 422 && /permissions? requested|not granted/i.test(error.message);
}

/**
 * Milliseconds that a limit asks to wait; null where the answer is no limit. A secondary limit that names
 * no time means a minute at least. Times beyond an hour are cut: the primary window is an hour long.
 */
function requestedWait(error: RequestError, now: number): number | null {
  if (error.status !== 403 && error.status !== 429) return null;
  const headers = error.response?.headers ?? {};
  const after = readRetryAfter(headers['retry-after'], now);
  if (after !== null) return Math.min(after, 60 * minute);
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const reset = Number(headers['x-ratelimit-reset']) * 1000;
    return Number.isFinite(reset) ? Math.min(Math.max(reset - now, 1000), 60 * minute) : minute;
  }
  return error.status === 429 || /rate limit|abuse detection/i.test(error.message) ? minute : null;
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); null for absent or senseless values. */
function readRetryAfter(value: string | number | undefined, now: number): number | null {
  if (value === undefined || value === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : null;
  const date = Date.parse(String(value));
  return Number.isNaN(date) ? null : Math.max(date - now, 1000);
}
