import type { Connection, Site } from '../../core/connection.ts';
import type { DeliveryExpectation, EventSource } from '../../core/roles/event-source.ts';
import type { Secret } from '../../core/secret.ts';
import { keys, secrets } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { objectOf, textOf } from '../http/connections.ts';

/** Who receives a delivery, and what it must prove. */
export interface Receiver {
  readonly connection: Connection;
  readonly events: EventSource;
  readonly kind: 'source' | 'repositories';
  readonly expected: DeliveryExpectation;
}

function ofSource(connection: Connection): DeliveryExpectation {
  return {
    connectionId: connection.id,
    appId: textOf(connection, keys.appId),
    installationId: textOf(connection, keys.installationId),
    siteId: objectOf<Site>(connection, 'site')?.id ?? null,
    signingSecrets: [],
  };
}

async function ofRepositories(deps: ServerDeps, connection: Connection): Promise<DeliveryExpectation> {
  const appId = textOf(connection, 'appId');
  const own = await deps.ports.connections.secret(connection.orgId, connection.id, secrets.webhookSecret);
  // Only a connection without an app of its own trusts what the deployment's app signs.
  const shared = appId === null ? deps.settings.globalRepoApp : null;
  const signingSecrets = [own, shared?.webhookSecret].filter((secret): secret is Secret => Boolean(secret));
  return {
    connectionId: connection.id,
    appId: appId ?? shared?.appId ?? null,
    installationId: textOf(connection, 'installationId'),
    siteId: null,
    signingSecrets,
  };
}

/** What is known of the connection that a delivery names; null where there is none of that kind. */
export async function receiverOf(
  deps: ServerDeps,
  kind: Receiver['kind'],
  connectionId: string,
): Promise<Receiver | null> {
  const connection = await deps.ports.connections.locate(connectionId);
  if (!connection) return null;
  const connector =
    kind === 'source' ? deps.sources.get(connection.connector) : deps.repositories.get(connection.connector);
  if (!connector) return null;
  const expected = kind === 'source' ? ofSource(connection) : await ofRepositories(deps, connection);
  return { connection, events: connector.events, kind, expected };
}
