import type { Json } from '../../core/connection.ts';
import type { SystemToken } from '../../core/roles/event-source.ts';
import { secrets } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import type { Receiver } from './expectation.ts';

const META = 'systemTokenMeta';
const TRIES = 5;

function issuedAt(meta: Json | undefined): string {
  return typeof meta === 'object' && meta !== null && 'issuedAt' in meta ? String(meta.issuedAt) : '';
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
    if (newAt <= issuedAt(kept)) return false;
    const meta = { apiBaseUrl, issuedAt: newAt, expiresAt };
    // Both in one: of two tokens that come at once, the older must not end up under the times of the newer.
    const sealed = { [secrets.systemToken]: token.token };
    if (await connections.compareAndSet(orgId, id, META, kept ?? null, { [META]: meta }, sealed)) return true;
    kept = (await connections.get(orgId, id))?.config[META];
  }
  return false;
}
