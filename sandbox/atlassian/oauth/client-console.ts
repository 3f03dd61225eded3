import { html } from 'hono/html';
import type { SandboxApp } from '../../core/index.ts';
import type { WorldOAuthClient } from '../../worlds/world.ts';
import { renderPage } from '../page/html.ts';
import type { AtlassianState } from '../state.ts';
import { randomToken } from './tokens.ts';

const createPath = '/console/myapps/create-3lo-app';

/** Registers a client; id and secret are made up where they are not given. */
function registerClient(state: AtlassianState, seed: Partial<WorldOAuthClient>): WorldOAuthClient {
  const client: WorldOAuthClient = {
    clientId: seed.clientId ?? randomToken(24),
    clientSecret: seed.clientSecret ?? `ATOA${randomToken(36)}`,
    name: seed.name ?? 'OAuth app',
    redirectUris: seed.redirectUris ?? [],
    scopes: seed.scopes ?? [],
  };
  const place = state.oauthClients.findIndex((candidate) => candidate.clientId === client.clientId);
  if (place < 0) state.oauthClients.push(client);
  else state.oauthClients[place] = client;
  return client;
}

/** The developer console as far as OAuth apps go: a form for people, and `POST /_sandbox/oauth-clients` as JSON. */
export function mountClientConsole(app: SandboxApp, state: AtlassianState): void {
  app.post('/_sandbox/oauth-clients', async (c) => c.json(registerClient(state, await c.req.json()), 201));

  app.get(createPath, (c) =>
    c.html(
      renderPage(
        'Create an OAuth 2.0 (3LO) integration · Developer console (sandbox)',
        html`<main class="narrow">
          <h1>Create a new OAuth 2.0 (3LO) integration</h1>
          <form method="post" action="${createPath}">
            <label for="name">Name</label><input id="name" name="name" value="ctxpipe" required />
            <label for="callback">Callback URL</label><input id="callback" name="callback" type="url" size="60" required />
            <p><button class="primary" type="submit">Create</button></p>
          </form>
        </main>`,
      ),
    ),
  );

  app.post(createPath, async (c) => {
    const fields = await c.req.parseBody();
    const client = registerClient(state, { name: String(fields.name), redirectUris: [String(fields.callback)] });
    return c.html(
      renderPage(
        'Settings · Developer console (sandbox)',
        html`<main class="narrow">
          <h1>${client.name}</h1>
          <label>Client ID <input id="client-id" readonly size="60" value="${client.clientId}" /></label>
          <label>Secret <input id="client-secret" readonly size="60" value="${client.clientSecret}" /></label>
          <p>Callback URL: <code>${client.redirectUris[0]}</code></p>
        </main>`,
      ),
      201,
    );
  });
}
