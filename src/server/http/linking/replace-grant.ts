import type { StoredGrant } from '../../../core/ports/grants.ts';
import { toProblem } from '../../../core/problem.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ServerDeps } from '../../deps.ts';
import type { SourceConnection } from '../connections.ts';
import { oauthClientOf } from './grant-access.ts';

/** What the audit log says of the account that a connection had before another one was linked. */
export interface FormerAccount {
  readonly formerAccountId: string;
  readonly formerAccountName: string;
  /** False: it could not be given back, and ends in the settings of that account only. */
  readonly formerRevoked: boolean;
}

async function tokenOf(deps: ServerDeps, grant: StoredGrant): Promise<Secret | null> {
  try {
    return (await deps.ports.grants.tokens(grant.orgId, grant.id)).refreshToken;
  } catch {
    // Sealed with a key that is gone: nobody can give it back, and nothing else waits for it.
    return null;
  }
}

async function giveBack(deps: ServerDeps, source: SourceConnection, token: Secret | null): Promise<boolean> {
  try {
    const client = token && (await oauthClientOf(deps, source));
    if (!token || !client) return false;
    await source.connector.signIn.revoke(client, token);
    return true;
  } catch (error) {
    const { code } = toProblem(error);
    deps.log.warn({ connectionId: source.connection.id, code }, 'the grant of the account before was not given back');
    return false;
  }
}

/**
 * Saves a grant, and gives back the one of another account that it replaces: what a person granted ends once nobody
 * here needs it. The same account again keeps its grant. What `save` does not save leaves the one before in force.
 */
export async function replaceGrant<Saved extends StoredGrant | null>(
  deps: ServerDeps,
  source: SourceConnection,
  save: () => Promise<Saved>,
): Promise<{ readonly grant: Saved; readonly former: FormerAccount | null }> {
  const { orgId, id } = source.connection;
  const before = await deps.ports.grants.forConnection(orgId, id);
  const token = before && (await tokenOf(deps, before));
  const grant = await save();
  if (grant === null || before === null || before.accountId === grant.accountId) return { grant, former: null };
  const former = {
    formerAccountId: before.accountId,
    formerAccountName: before.accountName,
    formerRevoked: await giveBack(deps, source, token),
  };
  return { grant, former };
}
