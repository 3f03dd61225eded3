import type { Connection, Target } from '../../core/connection.ts';
import type { SetupFacts } from '../../setup/state.ts';
import { keys, secrets } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { objectOf, textOf } from './connections.ts';

const proposalStates = ['open', 'edited', 'declined', 'merged'] as const;
const syncStates = ['running', 'succeeded', 'failed', 'stopped-by-guard'] as const;

function one<Value extends string>(values: readonly Value[], value: unknown): Value | 'none' {
  return values.find((known) => known === value) ?? 'none';
}

function firstSyncOf(connection: Connection): SetupFacts['firstSync'] {
  const stored = connection.config.firstSync;
  const state = typeof stored === 'object' && stored !== null ? (stored as { state?: unknown }).state : stored;
  return one(syncStates, state === 'succeeded-with-failures' ? 'succeeded' : state);
}

/** Everything that says where the setup of a connection stands; all of it belongs to the connection. */
export async function collectFacts(deps: ServerDeps, connection: Connection): Promise<SetupFacts> {
  const { ports, settings } = deps;
  const { id, orgId } = connection;
  const target = objectOf<Target>(connection, 'target');
  const [hasSecret, grant, provision, all] = await Promise.all([
    ports.connections.hasSecret(orgId, id, secrets.oauthClientSecret),
    ports.grants.forConnection(orgId, id),
    ports.provisions.current(orgId, id),
    ports.connections.list(orgId),
  ]);
  const hosts = all.filter(({ connector, config }) => deps.repositories.has(connector) && config.installationId);
  return {
    globalOAuthApp: settings.globalOAuth !== null,
    oauthAppSaved: textOf(connection, keys.oauthClientId) !== null && hasSecret,
    accountLinked: grant?.state === 'valid',
    siteChosen: objectOf(connection, 'site') !== null,
    installUrl: textOf(connection, keys.installUrl) ?? settings.installUrl,
    provision: provision.status,
    appInstalled: textOf(connection, keys.installationId) !== null && objectOf(connection, 'systemTokenMeta') !== null,
    repoHostLinked: hosts.length > 0,
    targetChosen: target !== null && hosts.some((host) => host.id === target.connectionId),
    scopeDraft: objectOf(connection, 'scopeDraft') !== null,
    proposal: one(proposalStates, objectOf<{ state?: unknown }>(connection, 'proposal')?.state),
    firstSync: firstSyncOf(connection),
  };
}
