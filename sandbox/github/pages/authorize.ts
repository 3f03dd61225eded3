import { html } from 'hono/html';
import type { SandboxApp } from '../../core/index.ts';
import { exchangeCode, issueCode } from '../user-access.ts';
import type { World } from '../world.ts';
import { layout } from './layout.ts';

/**
 * Where people tell an app who they are (docs.github.com, "Generating a user access token for a GitHub App"). The
 * visitor chooses whom to be.
 */
export function mountAuthorizePages(app: SandboxApp, world: World): void {
  const { state } = world;
  const people = () => state.accounts.filter(({ type }) => type === 'User');

  app.get('/login/oauth/authorize', (c) => {
    const found = state.apps.find(({ clientId }) => clientId === c.req.query('client_id'));
    if (!found) return c.notFound();
    const given = c.req.query('redirect_uri') ?? found.callbackUrls?.[0] ?? '';
    if (!found.callbackUrls?.includes(given))
      return c.html(
        layout(
          'Redirect URI mismatch',
          html`<h1>Be careful! The redirect_uri is not associated with this application.</h1>`,
        ),
        400,
      );
    return c.html(
      layout(
        `Authorize ${found.name}`,
        html`<h1>Authorize ${found.name}</h1>
          <form method="post">
            <input type="hidden" name="client_id" value="${found.clientId}" />
            <input type="hidden" name="redirect_uri" value="${given}" />
            <input type="hidden" name="state" value="${c.req.query('state') ?? ''}" />
            <p>as <select name="user">${people().map(({ login }) => html`<option>${login}</option>`)}</select></p>
            <button class="go">Authorize</button>
          </form>`,
      ),
    );
  });

  app.post('/login/oauth/authorize', async (c) => {
    const form = await c.req.parseBody();
    const found = state.apps.find(({ clientId }) => clientId === form.client_id);
    const person = people().find(({ login }) => login === form.user) ?? people()[0];
    const redirectUri = String(form.redirect_uri);
    if (!found?.callbackUrls?.includes(redirectUri) || !person) return c.notFound();
    const target = new URL(redirectUri);
    target.searchParams.set('code', issueCode(world, found, person.id, redirectUri));
    if (typeof form.state === 'string' && form.state !== '') target.searchParams.set('state', form.state);
    return c.redirect(target.href, 302);
  });

  app.post('/login/oauth/access_token', async (c) => {
    const isJson = c.req.header('content-type')?.includes('json') ?? false;
    const given = (isJson ? await c.req.json() : await c.req.parseBody()) as Record<string, string | undefined>;
    const found = state.apps.find(({ clientId }) => clientId === given.client_id);
    // The host answers refusals with 200 too.
    if (!found || found.clientSecret !== given.client_secret)
      return c.json({
        error: 'incorrect_client_credentials',
        error_description: 'The client_id and/or client_secret passed are incorrect.',
      });
    const token = exchangeCode(world, found, { code: given.code ?? '', redirectUri: given.redirect_uri });
    if (token === null)
      return c.json({ error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' });
    return c.json({ access_token: token, token_type: 'bearer', scope: '' });
  });
}
