import type { Connection, Json } from '../../core/connection.ts';
import { isDatedAhead, type SystemToken } from '../../core/roles/event-source.ts';
import { keys, secrets } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import type { Receiver } from './expectation.ts';

const META = 'systemTokenMeta';
const TRIES = 5;

/** When the kept token was issued; nothing where that lies in the future, which no genuine one does. */
function issuedAt(meta: Json | undefined, now: number): string {
  const at = typeof meta === 'object' && meta !== null && 'issuedAt' in meta ? String(meta.issuedAt) : '';
  return isDatedAhead({ issuedAt: at }, now) ? '' : at;
}

/**
 * True once the app was taken off the site and until it is installed again. What was under way then arrives late, and
 * would bring back what the uninstallation has wiped.
 */
export function isGone({ config }: Connection): boolean {
  return Boolean(config.appGoneAt) && !config[keys.installationId];
}

/** Keeps a token that is newer than the one that is kept; an older one, or the same again, changes nothing. */
export async function keepSystemToken(
  deps: ServerDeps,
  { connection }: Receiver,
  token: SystemToken,
): Promise<boolean> {
  const { connections } = deps.ports;
  const { orgId, id } = connection;
  const { apiBaseUrl, issuedAt: newAt, expiresAt } = token;
  let kept = connection.config[META];
  for (let tried = 0; tried < TRIES; tried += 1) {
    if (newAt <= issuedAt(kept, deps.clock.now())) return false;
    const meta = { apiBaseUrl, issuedAt: newAt, expiresAt };
    // Both in one: of two tokens that come at once, the older must not end up under the times of the newer.
    const sealed = { [secrets.systemToken]: token.token };
    if (await connections.compareAndSet(orgId, id, META, kept ?? null, { [META]: meta }, sealed)) {
      // Where none was kept, nothing tells whether the app went between.
      const now = kept ? connection : await connections.get(orgId, id);
      if (!now || !isGone(now)) return true;
      await connections.patch(orgId, id, { [META]: null });
      await connections.wipeSecrets(orgId, id, [secrets.systemToken]);
      return false;
    }
    const found = await connections.get(orgId, id);
    if (!found || isGone(found)) return false;
    kept = found.config[META];
  }
  return false;
}
