import { Problem } from '../../core/problem.ts';
import { redact } from '../../core/secret.ts';
import { refusal } from './schema.ts';

/** The longest part of a refusal's own words that is shown. */
const WORDS_SHOWN = 200;

function wordsOf(body: unknown): string {
  const parsed = refusal.safeParse(body);
  if (!parsed.success) return '';
  const { message, errors } = parsed.data;
  const words = message ?? errors.map(({ title, detail, code }) => detail ?? title ?? code ?? '').join('; ');
  return redact(words).slice(0, WORDS_SHOWN);
}

/** No token that is still valid: the app's hourly delivery has not come. */
export function staleTokenProblem(expiresAt: string): Problem {
  return new Problem({
    code: 'app-token-stale',
    message: `The app's token expired at ${expiresAt} and no newer one has arrived.`,
    status: 503,
    actor: 'operator',
    hint: 'Check that Atlassian can reach the public address of this deployment: the app delivers a new token every hour.',
    retry: { kind: 'after', ms: 5 * 60_000 },
  });
}

/** What an answer of Confluence means that is no success. `what` names what was read. */
export function refusalProblem(status: number, body: unknown, what: string): Problem {
  const words = wordsOf(body);
  const said = words === '' ? '' : ` Confluence said: ${words}`;
  // 401 for tokens that mix classic and granular scopes (CONFCLOUD-75668), 403 for others.
  if ((status === 401 || status === 403) && /scope/i.test(words))
    return new Problem({
      code: 'app-scope-missing',
      message: `The app has no scope to read ${what}.${said}`,
      status: 403,
      actor: 'site-admin',
      hint: 'Deploy the app again and let a site admin approve its new version, so that it has every scope of its manifest.',
      detail: String(status),
    });
  if (status === 401)
    return new Problem({
      code: 'app-token-rejected',
      message: `Confluence rejects the app's token when it reads ${what}.${said}`,
      status: 502,
      actor: 'site-admin',
      hint: 'Check that the app is still installed on the site; install it again if it is not.',
      detail: '401',
    });
  if (status === 403)
    return new Problem({
      code: 'app-access-blocked',
      message: `Confluence does not let the app read ${what}.${said}`,
      status: 403,
      actor: 'site-admin',
      hint: 'Ask a site admin whether a data security policy blocks app access here, and whether the app may use Confluence.',
      detail: '403',
    });
  if (status === 404)
    return new Problem({
      code: 'not-visible',
      message: `The app cannot see ${what}: it does not exist, or the app has no permission.${said}`,
      status: 404,
      actor: 'site-admin',
      hint: 'Check that it exists and that its permissions include the app.',
      detail: '404',
    });
  return new Problem({
    code: 'source-refused',
    message: `Confluence refused to give ${what} with status ${status}.${said}`,
    status: 502,
    actor: 'support',
    hint: 'Report this with the log of the run.',
    detail: String(status),
  });
}

/** The media host does not give a file although Confluence sent us there. */
export function mediaProblem(status: number, what: string): Problem {
  return new Problem({
    code: 'media-refused',
    message: `The media host answered ${status} for ${what}.`,
    status: 502,
    actor: 'nobody',
    hint: 'Wait; the file is asked for again later.',
    detail: String(status),
    retry: { kind: 'soon' },
  });
}

/** An answer without the fields that we read. */
export function shapeProblem(what: string, where: string): Problem {
  return new Problem({
    code: 'malformed-answer',
    message: `Confluence's answer for ${what} lacks what it should hold (${where}).`,
    status: 502,
    actor: 'nobody',
    hint: 'Wait; the call is made again later. If it stays, report it with the log of the run.',
    retry: { kind: 'soon' },
  });
}

/** A listing that leads back to where it was: it can never be complete. */
export function cycleProblem(what: string): Problem {
  return new Problem({
    code: 'listing-cycle',
    message: `The listing of ${what} repeats a page of results, so it is incomplete.`,
    status: 502,
    actor: 'nobody',
    hint: 'Wait; the listing is started again later, and nothing is removed meanwhile.',
    retry: { kind: 'soon' },
  });
}

/** True where asking for less at a time may help. */
export function isTooHeavy(problem: Problem): boolean {
  if (problem.code === 'timeout' || problem.code === 'answer-too-large') return true;
  return problem.code === 'upstream-failed' && (problem.detail === '500' || problem.detail === '504');
}

/** True where the failure may lie with one page alone. */
export function isOfOneRead(problem: Problem): boolean {
  return ['timeout', 'answer-too-large', 'upstream-failed', 'malformed-answer', 'network'].includes(problem.code);
}

/** True for the Problem of a 404. */
export function isNotVisible(error: unknown): boolean {
  return error instanceof Problem && error.code === 'not-visible';
}
