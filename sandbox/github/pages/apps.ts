import { html } from 'hono/html';
import type { SandboxApp, SandboxContext } from '../../core/index.ts';
import { createApp, faultOfManifest, install, type Manifest } from '../installing.ts';
import { fullName, randomHex } from '../state.ts';
import { issueCode } from '../user-access.ts';
import type { World } from '../world.ts';
import { layout } from './layout.ts';

const codeLifetime = 60 * 60_000;

/** Pages for creating an app from a manifest and for installing it. The visitor is always signed in. */
export function mountAppPages(app: SandboxApp, world: World): void {
  const { state } = world;
  const ownerOf = (login: string | undefined): number | undefined =>
    login === undefined
      ? state.accounts.find(({ type }) => type === 'User')?.id
      : state.accounts.find((account) => account.login === login)?.id;

  const create = async (c: SandboxContext): Promise<Response> => {
    const form = await c.req.parseBody();
    const ownerId = ownerOf(c.req.param('org'));
    if (ownerId === undefined) return c.notFound();
    const manifest = readManifest(form.manifest);
    const fault = manifest ? faultOfManifest(world, manifest) : 'The manifest is not valid JSON';
    if (!manifest || fault)
      return c.html(layout('Create GitHub App', html`<h1>Invalid manifest</h1><p>${fault}</p>`), 422);
    const query = c.req.query('state');
    if (form.confirm === undefined) {
      const permissions = Object.entries(manifest.default_permissions ?? {});
      return c.html(
        layout(
          'Create GitHub App',
          html`<h1>Create GitHub App</h1>
            <form method="post" action="${c.req.path}${query === undefined ? '' : `?state=${encodeURIComponent(query)}`}">
              <p><label>GitHub App name <input name="name" value="${manifest.name}" /></label></p>
              <p>Permissions: ${permissions.map(([name, level]) => `${name}: ${level}`).join(', ')}</p>
              <p>Events: ${(manifest.default_events ?? []).join(', ')}</p>
              <p>Webhook: ${manifest.hook_attributes?.url ?? 'none'}</p>
              <input type="hidden" name="manifest" value="${JSON.stringify(manifest)}" />
              <button class="go" name="confirm" value="1">Create GitHub App</button>
            </form>`,
        ),
      );
    }
    const named: Manifest = { ...manifest, name: typeof form.name === 'string' ? form.name : manifest.name };
    const made = createApp(world, ownerId, named);
    const code = randomHex(20);
    state.manifests[code] = { appId: made.id, expiresAt: world.now() + codeLifetime };
    const target = new URL(manifest.redirect_url ?? '');
    target.searchParams.set('code', code);
    if (query !== undefined) target.searchParams.set('state', query);
    return c.redirect(target.href, 302);
  };
  app.post('/settings/apps/new', create);
  app.post('/organizations/:org/settings/apps/new', create);

  app.get('/apps/:slug', (c) => c.redirect(`/apps/${c.req.param('slug')}/installations/new`));
  app.get('/apps/:slug/installations/new', (c) => {
    const found = state.apps.find(({ slug }) => slug === c.req.param('slug'));
    if (!found) return c.notFound();
    const rows = state.repositories.map((entry) => {
      const name = fullName(state, entry);
      return html`<li><label><input type="checkbox" name="repository" value="${name}" /> ${name}</label></li>`;
    });
    return c.html(
      layout(
        `Install ${found.name}`,
        html`<h1>Install ${found.name}</h1>
          <form method="post">
            <input type="hidden" name="state" value="${c.req.query('state') ?? ''}" />
            <p><label><input type="radio" name="selection" value="all" /> All repositories of
              <select name="account">${state.accounts.map(({ login }) => html`<option ${login === 'acme' ? 'selected' : ''}>${login}</option>`)}</select>
            </label></p>
            <p><label><input type="radio" name="selection" value="selected" checked /> Only select repositories</label></p>
            <ul>${rows}</ul>
            <button class="go">Install</button>
          </form>`,
      ),
    );
  });
  app.post('/apps/:slug/installations/new', async (c) => {
    const found = state.apps.find(({ slug }) => slug === c.req.param('slug'));
    if (!found) return c.notFound();
    const form = await c.req.parseBody({ all: true });
    const names = [form.repository ?? []].flat().map(String);
    const chosen = state.repositories.filter((entry) => names.includes(fullName(state, entry)));
    const all = form.selection === 'all';
    const accountId = all ? ownerOf(String(form.account)) : chosen[0]?.ownerId;
    if (accountId === undefined) return c.html(layout('Install', html`<p>Select at least one repository.</p>`), 422);
    const known = new Set(state.installations.map(({ id }) => id));
    const same = chosen.filter(({ ownerId }) => ownerId === accountId);
    const installation = install(world, found, accountId, all ? 'all' : same);
    // The host then sends people to the callback instead of the setup address, with a code that says who they are.
    const callback = found.asksWhoInstalls ? found.callbackUrls?.[0] : undefined;
    const target = new URL(callback ?? found.setupUrl ?? found.externalUrl);
    if (callback !== undefined) {
      const user = String(form.user ?? '');
      const person = state.accounts.find(({ login, type }) => type === 'User' && (user === '' || login === user));
      if (!person) return c.notFound();
      target.searchParams.set('code', issueCode(world, found, person.id, callback));
    }
    target.searchParams.set('installation_id', String(installation.id));
    target.searchParams.set('setup_action', known.has(installation.id) ? 'update' : 'install');
    if (typeof form.state === 'string' && form.state !== '') target.searchParams.set('state', form.state);
    return c.redirect(target.href, 302);
  });
}

function readManifest(text: unknown): Manifest | null {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null ? (value as Manifest) : null;
  } catch {
    return null;
  }
}
