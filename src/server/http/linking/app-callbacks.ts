import type { PendingSignIn } from '../../../core/ports/grants.ts';
import type { RegisteredApp } from '../../../core/roles/app-registration.ts';
import { patternOf, returnRoutes, secrets } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { callerOf, notFound } from '../access.ts';
import { hasRole } from '../auth/actor.ts';
import { roleIn } from '../auth/organizations.ts';
import type { AppContext } from '../call.ts';
import { type RepositoryConnection, repositoryHostOf } from '../connections.ts';
import { refuseLeaving } from '../leaving.ts';
import { bindInstallation, neededRepositoryApp } from '../repository-app.ts';
import { withParameter } from '../return-path.ts';
import type { RouteKit } from '../routes.ts';
import { beginRoundTrip, endRoundTrip } from './pending.ts';
import { namedInstallation, proveInstallation } from './shared-installation.ts';

async function saveApp(deps: ServerDeps, { connection }: RepositoryConnection, app: RegisteredApp): Promise<void> {
  const { connections } = deps.ports;
  const { orgId, id } = connection;
  // Secrets first: an app id without its key would be taken for one that works.
  await connections.putSecret(orgId, id, secrets.privateKey, app.privateKey);
  await connections.putSecret(orgId, id, secrets.webhookSecret, app.webhookSecret);
  await connections.putSecret(orgId, id, secrets.clientSecret, app.clientSecret);
  await connections.patch(orgId, id, { appId: app.appId, slug: app.slug, installationId: null, account: null });
}

/** What a person brings back from the repository host: the app they made there, and where they installed it. */
export function addAppCallbacks(kit: RouteKit): void {
  const { app, deps, identity, limits } = kit;

  async function enterAgain(c: AppContext): Promise<{ pending: PendingSignIn; host: RepositoryConnection }> {
    const caller = await callerOf(c, identity);
    const pending = await endRoundTrip(c, deps, caller, c.req.query('state'));
    const role = caller && (await roleIn(identity, pending.orgId, caller));
    if (!role || !hasRole(role, 'admin')) throw notFound('The connection');
    const host = await repositoryHostOf(deps, pending.orgId, pending.connectionId);
    if (host.connector.id !== c.req.param('connector')) throw notFound('The connection');
    refuseLeaving(host.connection);
    return { pending, host };
  }

  async function record(c: AppContext, pending: PendingSignIn, action: string, detail: Record<string, string>) {
    await deps.ports.audit.append(pending.orgId, {
      actorId: pending.userId,
      action,
      connectionId: pending.connectionId,
      detail,
      ip: c.get('clientAddress'),
      requestId: c.get('requestId'),
    });
  }

  app.use(patternOf(returnRoutes.appCreated), limits.callback);
  app.get(patternOf(returnRoutes.appCreated), async (c) => {
    const { pending, host } = await enterAgain(c);
    const made = await host.connector.registration.convert(c.req.query('code') ?? '');
    await saveApp(deps, host, made);
    await record(c, pending, 'repository-app.created', { appId: made.appId, slug: made.slug });
    const caller = (await callerOf(c, identity))!;
    const { orgId, connectionId, returnTo } = pending;
    const { state } = await beginRoundTrip(c, deps, { orgId, caller, connectionId, returnTo });
    return c.redirect(host.connector.registration.installUrl(made.slug, state), 302);
  });

  app.use(patternOf(returnRoutes.appInstalled), limits.callback);
  app.get(patternOf(returnRoutes.appInstalled), async (c) => {
    // The host also sends people here after changes that nobody started with us.
    if (c.req.query('state') === undefined) return c.redirect('/', 302);
    const { pending, host } = await enterAgain(c);
    const installationId = namedInstallation(c, pending);
    if (installationId === null) return c.redirect(withParameter(pending.returnTo, 'installPending', 'true'), 302);
    if ((await neededRepositoryApp(deps, host)).shared) {
      const leave = await proveInstallation(kit, c, { pending, host, installationId });
      if (leave !== null) return c.redirect(leave, 302);
    }
    const { account } = await bindInstallation(deps, host, installationId);
    await record(c, pending, 'repository-app.installed', { installationId, account });
    return c.redirect(withParameter(pending.returnTo, 'installed', 'true'), 302);
  });
}
