import { Problem } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import { secrets } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import type { RepositoryConnection } from './connections.ts';

/** The app at a repository host that a connection acts as. */
export interface RepositoryApp {
  readonly appId: string;
  readonly slug: string | null;
  readonly privateKey: Secret;
  /** The deployment's, not the connection's own. */
  readonly shared: boolean;
}

function plain(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

/** The connection's own app where it has one, else the deployment's; null where there is neither. */
export async function repositoryAppOf(
  deps: ServerDeps,
  { connection }: RepositoryConnection,
): Promise<RepositoryApp | null> {
  const appId = plain(connection.config.appId);
  if (appId !== null) {
    const privateKey = await deps.ports.connections.secret(connection.orgId, connection.id, secrets.privateKey);
    return privateKey && { appId, slug: plain(connection.config.slug), privateKey, shared: false };
  }
  const shared = deps.settings.globalRepoApp;
  return shared && { appId: shared.appId, slug: shared.slug, privateKey: shared.privateKey, shared: true };
}

export async function neededRepositoryApp(deps: ServerDeps, host: RepositoryConnection): Promise<RepositoryApp> {
  const app = await repositoryAppOf(deps, host);
  if (app) return app;
  throw new Problem({
    code: 'repository-app-missing',
    message: 'No app of the repository host is saved for this connection.',
    status: 409,
    hint: 'Create it with one click, or enter one by hand.',
  });
}

export async function installationsOf(deps: ServerDeps, host: RepositoryConnection) {
  const { registration } = host.connector;
  const found = await registration.installations(await neededRepositoryApp(deps, host));
  return found.map(({ id, account, suspended, permissions }) => ({
    id,
    account,
    suspended,
    missingPermissions: [...registration.missingPermissions(permissions)],
  }));
}

function held(cause?: unknown): Problem {
  return new Problem({
    code: 'installation-held',
    message: 'This installation belongs to another connection here.',
    status: 409,
    hint: 'Install the app on an account of your own, or disconnect the other connection first.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** With an app of the whole deployment, an installation that another connection holds is not for the asking. */
async function refuseHeld(deps: ServerDeps, { connection }: RepositoryConnection, installationId: string) {
  const all = await deps.ports.connections.listAll(connection.connector);
  const isFree = ({ id, config }: (typeof all)[number]) =>
    id === connection.id || plain(config.appId) !== null || plain(config.installationId) !== installationId;
  if (!all.every(isFree)) throw held();
}

/** Binds an installation that the host itself names, never one that only an address bar named. */
export async function bindInstallation(deps: ServerDeps, host: RepositoryConnection, installationId: string) {
  const chosen = (await installationsOf(deps, host)).find(({ id }) => id === installationId);
  if (!chosen) {
    throw new Problem({
      code: 'installation-unknown',
      message: 'The app has no such installation.',
      status: 404,
      hint: 'Install the app at the repository host and try again.',
    });
  }
  if (chosen.suspended) {
    throw new Problem({
      code: 'installation-suspended',
      message: `The app is suspended for ${chosen.account}.`,
      status: 409,
      actor: 'repository-admin',
      hint: 'Unsuspend it in the settings of the account.',
    });
  }
  if ((await neededRepositoryApp(deps, host)).shared) await refuseHeld(deps, host, installationId);
  await deps.ports.connections
    .patch(host.connection.orgId, host.connection.id, {
      installationId,
      account: chosen.account,
      missingPermissions: chosen.missingPermissions,
    })
    .catch((error: unknown) => {
      // Of two that come at once the database lets one through.
      throw error instanceof Problem && error.detail === '23505' ? held(error) : error;
    });
  return chosen;
}
