import type { Connection, Site } from '../../core/connection.ts';
import type { DeliveryExpectation, EventSource } from '../../core/roles/event-source.ts';
import type { Secret } from '../../core/secret.ts';
import { keys, secrets, sharedReceiver } from '../contract.ts';
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

/** The deployment's app delivers to one address, so its events are for whoever holds the installation they name. */
async function holderOf(deps: ServerDeps, body: Uint8Array): Promise<Connection | null> {
  let named: unknown;
  try {
    // Not verified yet: it only chooses whose expectation the delivery has to meet.
    named = (JSON.parse(Buffer.from(body).toString('utf8')) as { installation?: { id?: unknown } }).installation?.id;
  } catch {
    return null;
  }
  if (typeof named !== 'number' && typeof named !== 'string') return null;
  for (const connector of deps.repositories.keys()) {
    const all = await deps.ports.connections.listAll(connector);
    const holder = all.find(({ config }) => String(config.installationId) === String(named) && !config.appId);
    if (holder) return holder;
  }
  return null;
}

/** What is known of the connection that a delivery is for; null where there is none of that kind. */
export async function receiverOf(
  deps: ServerDeps,
  kind: Receiver['kind'],
  connectionId: string,
  body: Uint8Array,
): Promise<Receiver | null> {
  const toShared = kind === 'repositories' && connectionId === sharedReceiver && deps.settings.globalRepoApp !== null;
  const connection = toShared ? await holderOf(deps, body) : await deps.ports.connections.locate(connectionId);
  if (!connection) return null;
  const connector =
    kind === 'source' ? deps.sources.get(connection.connector) : deps.repositories.get(connection.connector);
  if (!connector) return null;
  const expected = kind === 'source' ? ofSource(connection) : await ofRepositories(deps, connection);
  return { connection, events: connector.events, kind, expected };
}
