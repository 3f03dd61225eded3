import type { ServerDeps } from './deps.ts';
import { addDiscovery } from './http/agent/discovery.ts';
import { addAgentRoute } from './http/agent/mcp.ts';
import { addAgentPages } from './http/agent/pages.ts';
import { createApp, peopleOrigin } from './http/app.ts';
import { isEmpty } from './http/auth/accounts.ts';
import { createIdentity, sessionCookie } from './http/auth/identity.ts';
import { createLink } from './http/auth/links.ts';
import { addIdentityRoutes } from './http/auth/routes.ts';
import { addHealthRoutes } from './http/health.ts';
import { openKnowledge } from './http/knowledge.ts';
import { createLimits } from './http/limits.ts';
import { addAppCallbacks } from './http/linking/app-callbacks.ts';
import { addLinkCallback } from './http/linking/callback.ts';
import { describeApi } from './http/open-api.ts';
import { addRoutes } from './http/routes/index.ts';
import { addWebPage } from './http/web-page.ts';
import type { Server } from './server.ts';
import { addWebhookRoutes } from './webhooks/index.ts';

export type { ServerDeps, ServerSettings, SharedRepositoryApp } from './deps.ts';
export { type Listening, listen } from './listen.ts';
export type { Server } from './server.ts';

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Mounts every route on what the composition root hands over. */
export function createServer(deps: ServerDeps): Server {
  const identity = createIdentity(deps);
  const limits = createLimits(deps);
  const app = createApp(deps);
  const closing = new AbortController();
  const kit = { app, deps, identity, limits, closing: closing.signal };
  addHealthRoutes(app, deps);
  app.use('/:orgSlug/api/v1/*', limits.api);
  addIdentityRoutes(app, deps, identity, limits);
  addLinkCallback(kit);
  addAppCallbacks(kit);
  const knowledge = openKnowledge(deps);
  addRoutes(kit, knowledge);
  addWebhookRoutes(kit);
  addAgentRoute(kit, knowledge);
  addAgentPages(kit);
  addDiscovery(kit);
  const openApi = once(() => describeApi(app, deps.settings.version, sessionCookie(deps)));
  app.get('/openapi.json', (c) => c.json(openApi()));
  if (deps.webRoot !== null) addWebPage(app, deps.webRoot, peopleOrigin(deps));
  return {
    fetch: (request, env) => app.fetch(request, env as object),
    openApi,
    routes: () => app.routes.map(({ method, path }) => ({ method, path })),
    async createOwnerLink() {
      if (!(await isEmpty(identity))) return null;
      const token = await createLink(identity, { kind: 'first-owner' });
      return `${peopleOrigin(deps)}/first-owner/${token}`;
    },
    close: () => closing.abort(),
  };
}
