import { OpenAPIHono } from '@hono/zod-openapi';
import { routePath } from 'hono/route';
import { requestIdOf } from '../../observe/request-id.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from './access.ts';
import { authPath } from './auth/identity.ts';
import type { AppContext, AppEnv } from './call.ts';
import { clientAddress } from './client-address.ts';
import { limitBodies } from './limits.ts';
import { originCheck } from './origin-check.ts';
import { answerProblem, InvalidRequest, problemOf } from './problem-answer.ts';
import type { App } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import { refuseUnstorable, storableAddresses, storableBodies } from './unstorable-text.ts';

/** Where people's sessions live: links that are shown to people lead there. */
export function peopleOrigin(deps: ServerDeps): string {
  return new URL(deps.auth.baseUrl).origin;
}

/** Origins under which this server's own pages are loaded. */
export function ownOrigins(deps: ServerDeps): readonly string[] {
  return [...new Set([deps.settings.publicOrigin, peopleOrigin(deps)])];
}

/** Where forms that the wizard is handed lead: the pages on which a repository host makes an app. */
function formTargets(deps: ServerDeps): readonly string[] {
  const request = { origin: deps.settings.publicOrigin, connectionId: 'any', name: 'any', state: 'any' };
  const actions = [...deps.repositories.values()].map(({ registration }) => registration.form(request).action);
  return [...new Set(actions.map((action) => new URL(action).origin))];
}

function noteEnd(deps: ServerDeps, c: AppContext, startedAt: number): void {
  const route = routePath(c);
  const took = (performance.now() - startedAt) / 1000;
  deps.metrics.request(route, c.req.method, c.res.status, took);
  const fields = { requestId: c.get('requestId'), method: c.req.method, route, status: c.res.status, seconds: took };
  deps.log.debug(fields, 'answered');
}

/** What people and agents send to by routes that no schema describes. */
const readElsewhere = [`${authPath}/*`, '/oauth/sign-in', '/oauth/consent', '/first-owner/:token'];

/** An application that names each request, guards it and answers failures as problem documents. Routes are added by the caller. */
export function createApp(deps: ServerDeps): App {
  const app: App = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return refuseUnstorable(result.data);
      throw new InvalidRequest(
        result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
      );
    },
  });
  app.use('*', async (c, next) => {
    const startedAt = performance.now();
    c.set('requestId', requestIdOf(c.req.header('x-request-id')));
    c.set('clientAddress', clientAddress(c, deps.settings.trustedProxies ?? 0));
    c.header('X-Request-Id', c.get('requestId'));
    await next();
    noteEnd(deps, c, startedAt);
  });
  app.use('*', securityHeaders({ https: deps.settings.secureCookies, formTargets: formTargets(deps) }));
  app.use('*', storableAddresses());
  app.use('*', limitBodies());
  app.use('*', originCheck(ownOrigins(deps)));
  for (const path of readElsewhere) app.use(path, storableBodies());
  app.onError((error, c) => {
    const problem = problemOf(error);
    const requestId = c.get('requestId') ?? '';
    if (problem.status >= 500) deps.log.error({ err: error, requestId, code: problem.code }, 'a request failed');
    c.header('X-Request-Id', requestId);
    return answerProblem(c, problem, requestId);
  });
  app.notFound((c) => answerProblem(c, notFound('This address'), c.get('requestId')));
  return app;
}
