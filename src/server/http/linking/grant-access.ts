import type { StoredGrant } from '../../../core/ports/grants.ts';
import { Problem } from '../../../core/problem.ts';
import type { OAuthClient } from '../../../core/roles/sign-in.ts';
import type { Secret } from '../../../core/secret.ts';
import { keys, secrets } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { type SourceConnection, textOf } from '../connections.ts';

const MARGIN_MS = 60_000;

/** The account-linking app of a connection: its own where one is saved, otherwise the deployment's. */
export async function oauthClientOf(deps: ServerDeps, { connection }: SourceConnection): Promise<OAuthClient | null> {
  const clientId = textOf(connection, keys.oauthClientId);
  const clientSecret =
    clientId && (await deps.ports.connections.secret(connection.orgId, connection.id, secrets.oauthClientSecret));
  return clientId && clientSecret ? { clientId, clientSecret } : deps.settings.globalOAuth;
}

export async function neededOAuthClient(deps: ServerDeps, source: SourceConnection): Promise<OAuthClient> {
  const client = await oauthClientOf(deps, source);
  if (client) return client;
  throw new Problem({
    code: 'oauth-app-missing',
    message: 'No account-linking app is saved for this connection.',
    status: 409,
    hint: 'Save the client id and secret of the app first.',
  });
}

/** The linked account of a connection. Throws Problem `account-not-linked`. */
export async function neededGrant(deps: ServerDeps, { connection }: SourceConnection): Promise<StoredGrant> {
  const grant = await deps.ports.grants.forConnection(connection.orgId, connection.id);
  if (grant?.state === 'valid') return grant;
  throw new Problem({
    code: grant ? 'account-link-expired' : 'account-not-linked',
    message: grant ? 'The link to the account has ended.' : 'No account is linked to this connection.',
    status: 409,
    hint: 'Link the account.',
  });
}

/** A valid access token of a grant; refreshed by one process at a time, and marked when a person has to link again. */
export async function accessTokenOf(deps: ServerDeps, source: SourceConnection, grant: StoredGrant): Promise<Secret> {
  if (Date.parse(grant.expiresAt) - deps.clock.now() > MARGIN_MS) {
    return (await deps.ports.grants.tokens(grant.orgId, grant.id)).accessToken;
  }
  const client = await neededOAuthClient(deps, source);
  try {
    const { accessToken } = await deps.ports.grants.refreshOnce(grant.orgId, grant.id, ({ refreshToken }) =>
      source.connector.signIn.refresh(client, refreshToken),
    );
    return accessToken;
  } catch (error) {
    if (error instanceof Problem && error.code === 'grant_revoked') {
      await deps.ports.grants.markReauthRequired(grant.orgId, grant.id);
    }
    throw error;
  }
}
