import type { Connection } from '../../core/connection.ts';
import type { VerifiedDelivery } from '../../core/roles/event-source.ts';
import type { ServerDeps } from '../deps.ts';
import type { Receiver } from './expectation.ts';
import { applyLifecycle, mayBind } from './lifecycle.ts';
import { isGone, keepSystemToken } from './system-token.ts';

/** What became of a delivery. `repeated`: it was taken before. */
export type Outcome =
  | { readonly state: 'accepted' | 'ignored' | 'repeated' }
  | { readonly state: 'refused'; readonly status: 202 | 400 | 401 | 403; readonly why: string };

/** Takes a delivery that was verified: writes it down once, and does at once what cannot wait. */
export async function receive(
  deps: ServerDeps,
  receiver: Receiver,
  verified: VerifiedDelivery,
  nudge: (connection: Connection) => void,
): Promise<Outcome> {
  if (verified.verdict === 'refused') return { state: 'refused', status: verified.status, why: verified.why };
  const lifecycle = verified.verdict === 'accepted' ? verified.lifecycle : null;
  if (lifecycle && !mayBind(deps, receiver, lifecycle))
    return { state: 'refused', status: 403, why: 'no install of this app was started for this connection and site' };
  // Not refused: it is genuine, only late, and need not be sent again.
  if (isGone(receiver.connection) && lifecycle?.event !== 'installed') return { state: 'ignored' };
  const { orgId, id } = receiver.connection;
  const changes = verified.verdict === 'accepted' ? verified.changes : [];
  const { journal } = deps.ports;
  if (lifecycle) {
    // Of others the journal says so when they are written down; an old token changes nothing.
    if (await journal.seen(orgId, id, verified.deliveryId)) return { state: 'repeated' };
    // Before the delivery counts as taken: one that failed half way has to do it all when it is sent again.
    await applyLifecycle(deps, receiver, lifecycle);
  }
  const gone = lifecycle?.event === 'uninstalled';
  const kept = verified.systemToken && !gone ? await keepSystemToken(deps, receiver, verified.systemToken) : false;
  if (!(await journal.append(orgId, id, verified.deliveryId, changes))) return { state: 'repeated' };
  if (changes.length > 0 || kept) nudge(receiver.connection);
  return { state: verified.verdict };
}
