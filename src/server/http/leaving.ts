import type { Connection } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import { oauthAppRoute, repositoryRoutes, sourceRoutes } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import type { AppContext } from './call.ts';
import { repositoryHostOf, sourceOf, textOf } from './connections.ts';

type Files = 'keep' | 'remove';

/** What becomes of the mirrored files of a connection that is being taken apart; null where it is not. */
export function leavingFiles(connection: Connection | null): Files | null {
  if (connection?.config.disconnecting !== true) return null;
  return textOf(connection, 'disconnectFiles') === 'remove' ? 'remove' : 'keep';
}

/** A connection that is being taken apart takes nothing any more: it would be wiped, or outlive the wiping. */
export function refuseLeaving(connection: Connection | null): void {
  if (leavingFiles(connection) === null) return;
  throw new Problem({
    code: 'disconnecting',
    message: 'The connection is being disconnected and can no longer be changed.',
    status: 409,
    actor: 'nobody',
    hint: 'Wait until it is gone, then add it again.',
  });
}

/** The text of a field of a body that was not read for this; null where there is none. */
async function bodyField(c: AppContext, name: string): Promise<string | null> {
  if (!(c.req.header('content-type') ?? '').includes('json')) return null;
  // What is no JSON is refused where the body is read.
  const body: unknown = await c.req.json().catch(() => null);
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The connection for which an account is claimed; null where the claim was settled or is too old. */
export async function connectionOfClaim(deps: ServerDeps, orgId: string, claimId: string): Promise<Connection | null> {
  const { connections, grants } = deps.ports;
  for (const connection of await connections.list(orgId))
    if ((await grants.pendingClaim(orgId, connection.id))?.id === claimId) return connection;
  return null;
}

async function connectionMeant(
  deps: ServerDeps,
  c: AppContext,
  orgId: string,
  path: string,
): Promise<Connection | null> {
  if (path.startsWith(`${sourceRoutes}/pending-claim/`)) return connectionOfClaim(deps, orgId, c.req.param('id') ?? '');
  const inPath = path === '/connectors/{id}' ? (c.req.param('id') ?? null) : null;
  const id = inPath ?? c.req.query('connectionId') ?? (await bodyField(c, 'connectionId'));
  if (id !== null) return deps.ports.connections.get(orgId, id);
  const only = path.startsWith(repositoryRoutes)
    ? repositoryHostOf
    : path.startsWith(sourceRoutes) || path.startsWith(oauthAppRoute)
      ? sourceOf
      : null;
  // That none is meant, or several could be, is said where the request is carried out.
  const found = await only?.(deps, orgId, undefined).catch((error: unknown) => {
    if (error instanceof Problem) return null;
    throw error;
  });
  return found?.connection ?? null;
}

/**
 * The one gate of every request that changes a connection. Throws Problem `disconnecting`. `path` as the route states
 * it, below the organization.
 */
export async function checkNotLeaving(deps: ServerDeps, c: AppContext, orgId: string, path: string): Promise<void> {
  refuseLeaving(await connectionMeant(deps, c, orgId, path));
}
