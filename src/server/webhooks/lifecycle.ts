import type { Json, Site } from '../../core/connection.ts';
import type { Lifecycle } from '../../core/roles/event-source.ts';
import { keys, secrets } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { objectOf } from '../http/connections.ts';
import type { Receiver } from './expectation.ts';

/** How long an admin may take on an install page. Milliseconds. */
const PENDING_MS = 24 * 60 * 60_000;

interface PendingInstall {
  readonly startedAt: string;
}

/**
 * Whether an app that nobody here knows may become this connection's (R10): an admin left for an install
 * page from this connection, lately, and the app arrived at the site that this connection is linked to.
 */
export function mayBind(deps: ServerDeps, { connection, expected }: Receiver, said: Lifecycle): boolean {
  if (expected.appId !== null) return true;
  const pending = objectOf<PendingInstall>(connection, keys.pendingInstall);
  const site = objectOf<Site>(connection, 'site');
  if (!pending || !site || said.siteId !== site.id) return false;
  return deps.clock.now() - Date.parse(pending.startedAt) < PENDING_MS;
}

function changesOf({ kind }: Receiver, said: Lifecycle, at: string): Readonly<Record<string, Json>> {
  if (said.event === 'suspended' || said.event === 'unsuspended')
    return { suspended: said.event === 'suspended' ? true : null };
  if (kind === 'repositories')
    return said.event === 'uninstalled' ? { installationId: null, account: null, suspended: null } : {};
  if (said.event === 'uninstalled') return { [keys.installationId]: null, systemTokenMeta: null, appGoneAt: at };
  return {
    [keys.appId]: said.appId,
    [keys.installationId]: said.installationId,
    [keys.pendingInstall]: null,
    appGoneAt: null,
  };
}

/** Notes that the app came, changed or went. All of it is what signed claims say. */
export async function applyLifecycle(deps: ServerDeps, receiver: Receiver, said: Lifecycle): Promise<void> {
  const { connections, audit } = deps.ports;
  const { id, orgId } = receiver.connection;
  const changes = changesOf(receiver, said, new Date(deps.clock.now()).toISOString());
  if (Object.keys(changes).length > 0) await connections.patch(orgId, id, changes);
  if (receiver.kind === 'source' && said.event === 'uninstalled')
    await connections.wipeSecrets(orgId, id, [secrets.systemToken]);
  await audit.append(orgId, {
    actorId: null,
    action: `app.${said.event}`,
    connectionId: id,
    detail: { appId: said.appId, installationId: said.installationId, siteId: said.siteId },
    ip: null,
    requestId: null,
  });
}
