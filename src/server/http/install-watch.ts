import { isIP } from 'node:net';
import type { Connection } from '../../core/connection.ts';
import { bareHost, classifyAddress } from '../../net/address.ts';
import { keys } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { objectOf, textOf } from './connections.ts';

const PATIENCE_MS = 5 * 60_000;
const LOOKED_AT = 100;

/** Why an app that an admin went to install may not have been heard of. */
export interface InstallHint {
  readonly code: 'origin-not-public' | 'delivery-refused' | 'no-event';
  readonly message: string;
  readonly hint: string;
}

/** Names that no name server of the internet knows (RFC 6761, RFC 6762 and the one that is kept for private use). */
const insideNames = /^[^.]*$|\.(?:local|localhost|internal|intranet|lan|home\.arpa|test|invalid)$/;

/** Whether the internet can reach it, as far as the address itself tells. */
function isPublic(origin: string): boolean {
  const url = new URL(origin);
  const host = bareHost(url).replace(/\.$/, '');
  if (url.protocol !== 'https:') return false;
  return isIP(host) === 0 ? !insideNames.test(host) : classifyAddress(host) === 'public';
}

/** Since when an install is waited for, and what may keep it from being noticed; null where none is. */
export async function watchInstall(deps: ServerDeps, connection: Connection) {
  const pending = objectOf<{ startedAt: string }>(connection, keys.pendingInstall);
  if (!pending || textOf(connection, keys.installationId)) return null;
  const hints: InstallHint[] = [];
  const { publicOrigin } = deps.settings;
  // A demonstration's products run on this machine.
  if (!isPublic(publicOrigin) && deps.settings.demo === null) {
    hints.push({
      code: 'origin-not-public',
      message: `The product's servers cannot reach ${publicOrigin}.`,
      hint: 'Serve this deployment over https at an address that is reachable from the internet.',
    });
  }
  const recent = await deps.ports.audit.list(connection.orgId, LOOKED_AT);
  const refused = recent.find(
    ({ action, connectionId, at }) =>
      action === 'delivery.refused' && connectionId === connection.id && at >= pending.startedAt,
  );
  if (refused) {
    hints.push({
      code: 'delivery-refused',
      message: `An app reported itself and was refused: ${String(refused.detail.why)}.`,
      hint: 'Install the app of this connection, on the site that is linked here.',
    });
  }
  if (hints.length === 0 && deps.clock.now() - Date.parse(pending.startedAt) > PATIENCE_MS) {
    hints.push({
      code: 'no-event',
      message: 'Nothing has been heard from the app.',
      hint: 'Look whether the installation was completed, and whether a firewall keeps its calls from this server.',
    });
  }
  return { since: pending.startedAt, hints };
}
