import { Problem } from '../../../core/problem.ts';
import type { ServerDeps } from '../../deps.ts';
import { notFound } from '../access.ts';
import type { Limits } from '../limits.ts';
import { answerProblem } from '../problem-answer.ts';
import type { App } from '../routes.ts';
import { readRegistration } from './agent-registration.ts';
import { authPath, type Identity } from './identity.ts';

/**
 * What of the identity library is reachable. Organizations, keys and accounts have routes of ours with
 * our rules and our audit, so the library's own ways to change them are closed.
 */
const open = new Set([
  'POST /sign-in/email',
  'POST /sign-out',
  'POST /change-password',
  'GET /jwks',
  'GET /oauth2/authorize',
  'POST /oauth2/token',
  'POST /oauth2/register',
  'POST /oauth2/revoke',
  'POST /oauth2/introspect',
  'GET /oauth2/userinfo',
]);

/** The library's refusals as problem documents; what the OAuth standards shape stays as it is. */
async function asProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as { code?: string; message?: string } | null;
  return new Problem({
    code: body?.code?.toLowerCase().replaceAll('_', '-') ?? `http-${response.status}`,
    message: body?.message ?? 'The request was refused.',
    status: response.status,
    ...(response.status === 401 ? { hint: 'Check the e-mail address and the password.' } : {}),
  });
}

/** Mounts the open part of the identity library. */
export function addIdentityRoutes(app: App, deps: ServerDeps, identity: Identity, limits: Limits): void {
  app.use(`${authPath}/sign-in/*`, limits.signIn);
  app.use(`${authPath}/change-password`, limits.signIn);
  app.use(`${authPath}/oauth2/register`, limits.signIn);
  app.all(`${authPath}/*`, async (c) => {
    const path = c.req.path.slice(authPath.length);
    if (!open.has(`${c.req.method} ${path}`)) throw notFound('This address');
    const request = path === '/oauth2/register' ? await readRegistration(c.req.raw) : c.req.raw;
    const response = await identity.handler(request);
    if (path.startsWith('/oauth2/') || path === '/jwks') return response;
    // The library's answers carry the token of the session; the cookie is the one place for it.
    if (response.status < 400) {
      for (const cookie of response.headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true });
      return c.json({ done: true });
    }
    const problem = await asProblem(response);
    if (problem.status === 401) deps.metrics.refusal('sign-in');
    return answerProblem(c, problem, c.get('requestId'));
  });
}
