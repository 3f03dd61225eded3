import { z } from '@hono/zod-openapi';
import type { Connection, Target } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import { keys, repositoryRoutes, sourceRoutes } from '../../contract.ts';
import { objectOf, repositoryHostOf, sourceOf, textOf } from '../connections.ts';
import { leavingFiles } from '../leaving.ts';
import { isProvisioning } from '../provision-start.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionQuery, target } from '../shapes.ts';

const files = z.enum(['keep', 'remove']);

/** What becomes of the app, as far as that depends on us. */
function whatOfApp(connection: Connection, isProvisioned: boolean): string | null {
  const stays = 'It stays registered until a person deletes it at its vendor.';
  if (isProvisioned)
    return `Provisioning ends after the step that is under way; an app that it has made by then is taken off the site. ${stays}`;
  if (textOf(connection, keys.appId) === null) return null;
  return `The app is taken off the site where that is possible. ${stays}`;
}

function chosenBefore(inForce: 'keep' | 'remove'): Problem {
  const what = inForce === 'keep' ? 'keeps the mirrored files' : 'removes the mirrored files';
  return new Problem({
    code: 'disconnecting',
    message: `The connection is being disconnected already, which ${what}.`,
    status: 409,
    actor: 'nobody',
    hint: `Ask again with files=${inForce} to look on; afterwards keep or remove what is left in the repository.`,
  });
}

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
        /** Its step is waited for and no other begins; then the app that it made is taken off the site. */
        provisionUnderWay: z.boolean(),
        /** What becomes of the app; null where there is none. */
        app: z.string().nullable(),
        appInstalled: z.boolean(),
        accountLinked: z.boolean(),
        /** Where only a person can delete the app itself. */
        appUrl: z.string().nullable(),
      }),
    },
    async ({ org, query }) => {
      const { connection, connector } = await sourceOf(deps, org.id, query.connectionId);
      const [mirrored, runs, grant, provisioning] = await Promise.all([
        ports.ledger.list(org.id, connection.id, { state: 'mirrored', limit: 1 }),
        ports.runs.list(org.id, connection.id, 1),
        ports.grants.forConnection(org.id, connection.id),
        isProvisioning(deps, connection),
      ]);
      const appId = textOf(connection, keys.appId);
      return {
        files: mirrored.total,
        target: objectOf<Target>(connection, 'target'),
        runUnderWay: runs[0]?.state === 'running',
        provisionUnderWay: provisioning,
        app: whatOfApp(connection, provisioning),
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
      audit: 'connection.disconnect-requested',
      status: 202,
      whileLeaving: 'yes',
      query: connectionQuery.extend({
        files: files.optional().openapi({
          description: 'Absent: `keep`, or what was asked for before; once it is asked for it cannot be changed.',
        }),
      }),
      answer: z.object({ connectionId: z.string(), files }),
    },
    async ({ org, query, note }) => {
      const { connection } = await sourceOf(deps, org.id, query.connectionId);
      const before = leavingFiles(connection);
      if (before !== null && query.files !== undefined && query.files !== before) throw chosenBefore(before);
      const asked = before ?? query.files ?? 'keep';
      await deps.jobs.disconnect(org.id, connection.id, { files: asked });
      // Of two who ask at once, one is first.
      const inForce = leavingFiles(await ports.connections.get(org.id, connection.id)) ?? asked;
      if (inForce !== asked) throw chosenBefore(inForce);
      note({ connectionId: connection.id, detail: { files: inForce, again: before !== null } });
      return { connectionId: connection.id, files: inForce };
    },
  );
}

function addHost(kit: RouteKit): void {
  const { deps } = kit;
  const { connections, repositories } = deps.ports;
  /** Connections that write their mirror to a repository of the host. */
  const writersTo = async (host: Connection) =>
    (await connections.list(host.orgId)).filter((one) => objectOf<Target>(one, 'target')?.connectionId === host.id);
  const trackedOf = async (host: Connection) =>
    (await repositories.list(host.orgId)).filter(({ connectionId }) => connectionId === host.id);
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${repositoryRoutes}/disconnect-preview`,
      access: 'admin',
      summary: 'What disconnecting a repository host would end and delete, and what keeps it from being disconnected.',
      query: connectionQuery,
      answer: z.object({
        /** Indexed repositories; they stay at the host, their index and graph go. */
        repositories: z.array(z.string()),
        /** Who writes a mirror there and has to be disconnected before. */
        usedBy: z.array(z.string()),
        account: z.string().nullable(),
        /** The installation stays until a person takes it off in the settings of the account. */
        installed: z.boolean(),
      }),
    },
    async ({ org, query }) => {
      const { connection } = await repositoryHostOf(deps, org.id, query.connectionId);
      const [tracked, writers] = await Promise.all([trackedOf(connection), writersTo(connection)]);
      return {
        repositories: tracked.map(({ fullName }) => fullName),
        usedBy: writers.map(({ name }) => name),
        account: textOf(connection, 'account'),
        installed: textOf(connection, 'installationId') !== null,
      };
    },
  );
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
      const [user] = await writersTo(connection);
      if (user) {
        throw new Problem({
          code: 'host-in-use',
          message: `${user.name} writes its mirror to a repository of this host.`,
          status: 409,
          hint: 'Disconnect that one first.',
        });
      }
      for (const { id } of await trackedOf(connection)) await repositories.untrack(org.id, id);
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
