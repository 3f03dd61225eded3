import { z } from '@hono/zod-openapi';
import { Problem } from '../../../core/problem.ts';
import { Secret } from '../../../core/secret.ts';
import { repositoryRoutes, returnRoutes, secrets } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { type RepositoryConnection, repositoryHostOf, textOf } from '../connections.ts';
import { beginRoundTrip } from '../linking/pending.ts';
import { bindInstallation, installationsOf, neededRepositoryApp, repositoryAppOf } from '../repository-app.ts';
import { safeReturnPath } from '../return-path.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery } from '../shapes.ts';

const state = z
  .object({
    connectionId: z.string(),
    product: z.string(),
    appId: z.string().nullable(),
    appSlug: z.string().nullable(),
    /** The app is the deployment's. */
    shared: z.boolean(),
    account: z.string().nullable(),
    installed: z.boolean(),
    suspended: z.boolean(),
    missingPermissions: z.array(z.string()),
    /** Sends the browser to the host to install the app; takes `returnTo`. */
    installUrl: z.string().nullable(),
    /** What an app that is made by hand has to be told. */
    webhookUrl: z.string(),
    setupUrl: z.string(),
  })
  .openapi('RepositoryHost');

/** What is missing, asked again while something is: it is mended at the host, where nobody tells us. */
async function rightsOf(deps: ServerDeps, host: RepositoryConnection) {
  const { config } = host.connection;
  const stored = Array.isArray(config.missingPermissions) ? config.missingPermissions.map(String) : [];
  const known = { suspended: config.suspended === true, missingPermissions: stored };
  if (!known.suspended && stored.length === 0) return known;
  const all = await installationsOf(deps, host).catch(() => []);
  const own = all.find(({ id }) => id === config.installationId);
  return own ? { suspended: own.suspended, missingPermissions: own.missingPermissions } : known;
}

async function show(deps: ServerDeps, slug: string, host: RepositoryConnection): Promise<z.input<typeof state>> {
  const { connection, connector } = host;
  const app = await repositoryAppOf(deps, host);
  const { publicOrigin } = deps.settings;
  const rights = await rightsOf(deps, host);
  return {
    connectionId: connection.id,
    product: connector.guide.name,
    appId: app?.appId ?? null,
    appSlug: app?.slug ?? null,
    shared: app?.shared ?? false,
    account: textOf(connection, 'account'),
    installed: textOf(connection, 'installationId') !== null,
    ...rights,
    installUrl: app?.slug
      ? `/${slug}/api/v1${repositoryRoutes}/install?connectionId=${encodeURIComponent(connection.id)}`
      : null,
    webhookUrl: `${publicOrigin}${returnRoutes.repositoryEvents.replace('{connectionId}', connection.id)}`,
    setupUrl: `${publicOrigin}${returnRoutes.appInstalled.replace('{connector}', connector.id)}`,
  };
}

function addRegistration(kit: RouteKit): void {
  const { deps } = kit;
  orgRoute(
    kit,
    {
      method: 'post',
      path: `${repositoryRoutes}/registration`,
      access: 'admin',
      summary: 'A form that the browser posts to the host to make the app in one click.',
      audit: 'repository-app.asked',
      body: z.object({
        connectionId: connectionId.optional(),
        organization: z
          .string()
          .regex(/^[\w-]{1,100}$/)
          .optional(),
        returnTo: z.string().max(2000).optional(),
      }),
      answer: z.object({ action: z.string(), fields: z.record(z.string(), z.string()) }),
    },
    async ({ c, org, caller, body, note }) => {
      const { connection, connector } = await repositoryHostOf(deps, org.id, body.connectionId);
      const returnTo = safeReturnPath(body.returnTo, `/${org.slug}`);
      const round = await beginRoundTrip(c, deps, { orgId: org.id, caller, connectionId: connection.id, returnTo });
      note({ connectionId: connection.id });
      const { action, fields } = connector.registration.form({
        origin: deps.settings.publicOrigin,
        connectionId: connection.id,
        name: `ctx ${org.slug.slice(0, 22)} ${connection.id.slice(0, 6)}`,
        state: round.state,
        ...(body.organization ? { organization: body.organization } : {}),
      });
      return { action, fields: { ...fields } };
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${repositoryRoutes}/install`,
      access: 'admin',
      summary: 'Sends the browser to the host to install the app (302).',
      query: connectionQuery.extend({ returnTo: z.string().max(2000).optional() }),
      answer: z.unknown(),
    },
    async ({ c, org, caller, query }) => {
      const host = await repositoryHostOf(deps, org.id, query.connectionId);
      const { slug } = await neededRepositoryApp(deps, host);
      if (slug === null) {
        const hint = 'Install it in the settings of the account at the host.';
        throw new Problem({ code: 'app-slug-unknown', message: 'The app has no known address.', status: 409, hint });
      }
      const returnTo = safeReturnPath(query.returnTo, `/${org.slug}`);
      const fields = { orgId: org.id, caller, connectionId: host.connection.id, returnTo };
      const round = await beginRoundTrip(c, deps, fields);
      return c.redirect(host.connector.registration.installUrl(slug, round.state), 302);
    },
  );
}

function addOwnApp(kit: RouteKit): void {
  const { deps } = kit;
  orgRoute(
    kit,
    {
      method: 'put',
      path: `${repositoryRoutes}/app`,
      access: 'admin',
      summary: 'Enter an app that was made by hand. It is tried before it is saved; secrets are never shown.',
      audit: 'repository-app.saved',
      body: z.object({
        connectionId: connectionId.optional(),
        appId: z.string().regex(/^\d{1,20}$/),
        slug: z
          .string()
          .regex(/^[\w-]{1,100}$/)
          .optional(),
        privateKey: z.string().max(20_000).optional(),
        webhookSecret: z.string().min(8).max(500).optional(),
      }),
      answer: state,
    },
    async ({ org, body, note }) => {
      const host = await repositoryHostOf(deps, org.id, body.connectionId);
      const { connections } = deps.ports;
      const { id } = host.connection;
      const given = body.privateKey === undefined ? null : new Secret(body.privateKey.replaceAll('\\n', '\n'));
      const privateKey = given ?? (await connections.secret(org.id, id, secrets.privateKey));
      if (!privateKey) {
        const hint = 'Paste the private key of the app.';
        throw new Problem({ code: 'private-key-missing', message: 'The private key is missing.', status: 409, hint });
      }
      await host.connector.registration.installations({ appId: body.appId, privateKey });
      if (given) await connections.putSecret(org.id, id, secrets.privateKey, given);
      if (body.webhookSecret !== undefined)
        await connections.putSecret(org.id, id, secrets.webhookSecret, new Secret(body.webhookSecret));
      const other = textOf(host.connection, 'appId') !== body.appId;
      await connections.patch(org.id, id, {
        appId: body.appId,
        ...(body.slug === undefined ? {} : { slug: body.slug }),
        ...(other ? { installationId: null, account: null } : {}),
      });
      note({ connectionId: id, detail: { appId: body.appId, keyChanged: given !== null } });
      return show(deps, org.slug, await repositoryHostOf(deps, org.id, id));
    },
  );
}

function addInstallations(kit: RouteKit): void {
  const { deps } = kit;
  const installation = z.object({
    id: z.string(),
    account: z.string(),
    suspended: z.boolean(),
    missingPermissions: z.array(z.string()),
  });
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${repositoryRoutes}/installations`,
      access: 'admin',
      summary: 'Accounts that the connection’s own app is installed on, with permissions that are missing.',
      query: connectionQuery,
      answer: z.array(installation),
    },
    async ({ org, query }) => {
      const host = await repositoryHostOf(deps, org.id, query.connectionId);
      const { shared } = await neededRepositoryApp(deps, host);
      const all = await installationsOf(deps, host);
      // Who else uses the deployment's app is nobody's business here.
      const own = textOf(host.connection, 'installationId');
      return shared ? all.filter(({ id }) => id === own) : all;
    },
  );
  orgRoute(
    kit,
    {
      method: 'put',
      path: `${repositoryRoutes}/installation`,
      access: 'admin',
      summary: 'Choose the installation of the connection’s own app.',
      audit: 'repository-app.installed',
      body: z.object({ connectionId: connectionId.optional(), installationId: z.string().regex(/^\d{1,20}$/) }),
      answer: installation,
    },
    async ({ org, body, note }) => {
      const host = await repositoryHostOf(deps, org.id, body.connectionId);
      if ((await neededRepositoryApp(deps, host)).shared) {
        const hint = 'Use the install link: the host then says which installation is yours.';
        const message = 'An installation of the deployment’s app is not chosen by its id.';
        throw new Problem({ code: 'installation-by-link-only', message, status: 409, hint });
      }
      const chosen = await bindInstallation(deps, host, body.installationId);
      note({ connectionId: host.connection.id, detail: { installationId: chosen.id, account: chosen.account } });
      return chosen;
    },
  );
}

/** The app at the repository host: made in one click or by hand, installed, and what it may do. */
export function addRepositoryHostRoutes(kit: RouteKit): void {
  const { deps } = kit;
  orgRoute(
    kit,
    {
      method: 'get',
      path: repositoryRoutes,
      access: 'member',
      summary: 'Where the connection to the repository host stands.',
      query: connectionQuery,
      answer: state,
    },
    async ({ org, query }) => show(deps, org.slug, await repositoryHostOf(deps, org.id, query.connectionId)),
  );
  addRegistration(kit);
  addOwnApp(kit);
  addInstallations(kit);
}
