import { html } from 'hono/html';
import type { SandboxApp } from '../../core/index.ts';
import { renderPage } from '../page/html.ts';
import { install } from './lifecycle.ts';
import { environmentOf, type ForgeApp, type ForgePlatform } from './platform.ts';

function installable(platform: ForgePlatform, appId: string | undefined): readonly ForgeApp[] {
  return [...platform.apps.values()].filter((app) => {
    const deployed = environmentOf(app, 'production')?.versions[0]?.manifest;
    return deployed && (appId === undefined || app.id === appId || app.id.endsWith(`/${appId}`));
  });
}

/**
 * Stands for the vendor's page on which a site admin installs an app from a shared link: `GET /forge/install[/:appId]`,
 * and `POST` with `appId`, `cloudId`, `accountId` as form or JSON. Also `/console/myapps/:appId/manage/distribution`.
 */
export function mountInstallPage(app: SandboxApp, platform: ForgePlatform): void {
  const { state } = platform;

  const page = (appId: string | undefined, note: string) => {
    const apps = installable(platform, appId);
    const sites = state.sites.filter(({ confluenceActive }) => confluenceActive);
    const admins = state.users.filter(({ siteAdmin, active }) => siteAdmin && active !== false);
    const form = (each: ForgeApp) => html`<form method="post" action="/forge/install" class="narrow">
      <h1>Install ${each.name}?</h1>
      <p>The app reads with these scopes:</p>
      <ul>
        ${environmentOf(each, 'production')?.versions[0]?.manifest?.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
      </ul>
      <input type="hidden" name="appId" value="${each.id}" />
      <label>Site <select name="cloudId">${sites.map((site) => html`<option value="${site.cloudId}">${site.url}</option>`)}</select></label>
      <label>Admin <select name="accountId">${admins.map((user) => html`<option value="${user.accountId}">${user.name}</option>`)}</select></label>
      <button class="primary">Install</button>
    </form>`;
    return renderPage(
      'Install app',
      html`${note === '' ? '' : html`<p class="narrow" role="status">${note}</p>`}
      ${apps.length > 0 ? apps.map(form) : html`<h1 class="narrow">No deployed app</h1>`}`,
    );
  };

  app.get('/forge/install/:appId?', (c) => c.html(page(c.req.param('appId'), '')));
  app.get('/console/myapps/:appId/manage/distribution', (c) => c.html(page(c.req.param('appId'), '')));

  app.post('/forge/install', async (c) => {
    const programmatic = (c.req.header('content-type') ?? '').includes('json');
    const fields = (programmatic ? await c.req.json() : await c.req.parseBody()) as Record<string, string | undefined>;
    const [target] = installable(platform, fields.appId);
    const site = state.sites.find(({ cloudId, confluenceActive }) => cloudId === fields.cloudId && confluenceActive);
    const admin = state.users.find(({ accountId, siteAdmin }) => accountId === fields.accountId && siteAdmin);
    const environment = target && environmentOf(target, 'production');
    if (!target || !site || !admin || !environment)
      return c.json({ error: 'appId, cloudId and accountId must name a deployed app, a site and an admin of it' }, 400);
    const already = [...platform.installations.values()].find(
      ({ appId, cloudId }) => appId === target.id && cloudId === site.cloudId,
    );
    const { id } = already ?? install(platform, { app: target, environment, site, installerId: admin.accountId });
    if (programmatic) return c.json({ installationId: id, installed: already === undefined });
    return c.html(page(target.id, already ? 'It was installed before.' : `Installed on ${site.url}.`));
  });
}
