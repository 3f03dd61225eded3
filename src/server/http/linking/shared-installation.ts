import type { PendingSignIn } from '../../../core/ports/grants.ts';
import { Problem } from '../../../core/problem.ts';
import { returnRoutes } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { callerOf } from '../access.ts';
import { countOrganizations } from '../auth/organizations.ts';
import type { AppContext } from '../call.ts';
import type { RepositoryConnection } from '../connections.ts';
import { withParameter } from '../return-path.ts';
import type { RouteKit } from '../routes.ts';
import { beginRoundTrip } from './pending.ts';

/** Carries the installation that a person came back with through the round trip that asks who they are. */
const CARRIED = 'installation';

/** What the address bar says; it proves nothing. */
export function namedInstallation(c: AppContext, pending: PendingSignIn): string | null {
  const carried = new URL(pending.returnTo, 'https://path.invalid').searchParams.get(CARRIED);
  const named = c.req.query('installation_id') ?? carried ?? '';
  return /^\d{1,20}$/.test(named) ? named : null;
}

function redirectUriOf(deps: ServerDeps, { connector }: RepositoryConnection): string {
  return `${deps.settings.publicOrigin}${returnRoutes.appInstalled.replace('{connector}', connector.id)}`;
}

function neededClient(deps: ServerDeps) {
  const shared = deps.settings.globalRepoApp;
  if (shared?.client) return { ...shared, client: shared.client };
  throw new Problem({
    code: 'shared-app-cannot-ask',
    message: 'Several organizations share the deployment’s app, and it cannot ask who installs it.',
    status: 409,
    actor: 'operator',
    hint: 'Set the client id and secret of the deployment’s app, or give this connection an app of its own.',
  });
}

/**
 * Makes sure that who takes an installation of the deployment’s app administers it: the host says so about the person
 * who comes back, in answer to their own code. The only organization of a deployment needs no proof.
 * Gives the address to send the person to where they have to be asked first; null once it is proven.
 */
export async function proveInstallation(
  { deps, identity }: RouteKit,
  c: AppContext,
  { pending, host, installationId }: { pending: PendingSignIn; host: RepositoryConnection; installationId: string },
): Promise<string | null> {
  if (!deps.settings.globalRepoApp?.client && (await countOrganizations(identity)) === 1) return null;
  const app = neededClient(deps);
  const { registration } = host.connector;
  const redirectUri = redirectUriOf(deps, host);
  const code = c.req.query('code');
  if (code === undefined) {
    const { orgId, connectionId } = pending;
    const returnTo = withParameter(pending.returnTo, CARRIED, installationId);
    const caller = (await callerOf(c, identity))!;
    const { state } = await beginRoundTrip(c, deps, { orgId, caller, connectionId, returnTo });
    return registration.authorizeUrl({ client: app.client, redirectUri, state });
  }
  const own = await registration.administeredBy(app, { code, redirectUri, only: installationId });
  if (own.includes(installationId)) return null;
  throw new Problem({
    code: 'installation-not-yours',
    message: 'The repository host does not say that you administer this installation.',
    status: 403,
    hint: 'Let somebody who administers every repository of the installation start this step, or choose fewer repositories; it has to reach at least one.',
  });
}
