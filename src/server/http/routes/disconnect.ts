import { z } from '@hono/zod-openapi';
import type { Target } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import { keys, repositoryRoutes, sourceRoutes } from '../../contract.ts';
import { objectOf, repositoryHostOf, sourceOf, textOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionQuery, target } from '../shapes.ts';

const files = z.enum(['keep', 'remove']).default('keep');

function addSource(kit: RouteKit): void {
  const { deps } = kit;
  const { ports } = deps;
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/disconnect-preview`,
      access: 'admin',
      summary: 'What disconnecting would end, uninstall and remove.',
      query: connectionQuery,
      answer: z.object({
        files: z.number().int(),
        target: target.nullable(),
        runUnderWay: z.boolean(),
        appInstalled: z.boolean(),
        accountLinked: z.boolean(),
        /** Where only a person can delete the app itself. */
        appUrl: z.string().nullable(),
      }),
    },
    async ({ org, query }) => {
      const { connection, connector } = await sourceOf(deps, org.id, query.connectionId);
      const [mirrored, runs, grant] = await Promise.all([
        ports.ledger.list(org.id, connection.id, { state: 'mirrored', limit: 1 }),
        ports.runs.list(org.id, connection.id, 1),
        ports.grants.forConnection(org.id, connection.id),
      ]);
      const appId = textOf(connection, keys.appId);
      return {
        files: mirrored.total,
        target: objectOf<Target>(connection, 'target'),
        runUnderWay: runs[0]?.state === 'running',
        appInstalled: textOf(connection, keys.installationId) !== null,
        accountLinked: grant !== null,
        appUrl: appId && connector.provisioner.installLink(appId),
      };
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: sourceRoutes,
      access: 'admin',
      summary:
        'Disconnect: jobs end, the app is uninstalled where possible, tokens are revoked, secrets wiped, mirrored files kept or removed.',
      audit: 'connection.disconnected',
      status: 202,
      query: connectionQuery.extend({ files }),
      answer: z.object({ connectionId: z.string(), files: z.enum(['keep', 'remove']) }),
    },
    async ({ org, query, note }) => {
      const { connection } = await sourceOf(deps, org.id, query.connectionId);
      await deps.jobs.disconnect(org.id, connection.id, { files: query.files });
      note({ connectionId: connection.id, detail: { files: query.files } });
      return { connectionId: connection.id, files: query.files };
    },
  );
}

function addHost(kit: RouteKit): void {
  const { deps } = kit;
  const { connections } = deps.ports;
  orgRoute(
    kit,
    {
      method: 'delete',
      path: repositoryRoutes,
      access: 'admin',
      summary: 'Disconnect a repository host that receives no mirror any more. Its secrets are wiped.',
      audit: 'connection.disconnected',
      query: connectionQuery,
      answer: z.object({ connectionId: z.string() }),
    },
    async ({ org, query, note }) => {
      const { connection } = await repositoryHostOf(deps, org.id, query.connectionId);
      const all = await connections.list(org.id);
      const user = all.find((one) => objectOf<Target>(one, 'target')?.connectionId === connection.id);
      if (user) {
        throw new Problem({
          code: 'host-in-use',
          message: `${user.name} writes its mirror to a repository of this host.`,
          status: 409,
          hint: 'Disconnect that one first.',
        });
      }
      const tracked = await deps.ports.repositories.list(org.id);
      for (const { id, connectionId } of tracked) {
        if (connectionId === connection.id) await deps.ports.repositories.untrack(org.id, id);
      }
      await connections.wipeSecrets(org.id, connection.id, 'all');
      await connections.remove(org.id, connection.id);
      note({ connectionId: connection.id });
      return { connectionId: connection.id };
    },
  );
}

/** The way out, shown before it is gone. */
export function addDisconnectRoutes(kit: RouteKit): void {
  addSource(kit);
  addHost(kit);
}
