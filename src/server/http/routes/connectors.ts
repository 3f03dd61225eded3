import { z } from '@hono/zod-openapi';
import type { Connection } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import { keys } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { notFound } from '../access.ts';
import { type Guard, objectOf, sourceOf, textOf } from '../connections.ts';
import { installLinkOf } from '../install-link.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionQuery } from '../shapes.ts';

const summary = z
  .object({
    id: z.string(),
    type: z.string(),
    role: z.enum(['source', 'repositories']),
    name: z.string(),
    status: z.enum(['setup', 'live', 'paused', 'attention']),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Connector');

function statusOf(deps: ServerDeps, connection: Connection): z.input<typeof summary>['status'] {
  const { config } = connection;
  if (deps.repositories.has(connection.connector)) {
    if (config.suspended === true) return 'attention';
    return config.installationId ? 'live' : 'setup';
  }
  if (config.disconnecting === true || config.alert) return 'attention';
  if (config.paused === true) return 'paused';
  const broken = config.scopeProblem || config.appGoneAt;
  if (broken || objectOf<Guard>(connection, 'guard')?.state === 'waiting') return 'attention';
  return config.scope && config[keys.installationId] ? 'live' : 'setup';
}

function show(deps: ServerDeps, connection: Connection): z.input<typeof summary> {
  const { id, connector, name, createdAt, updatedAt } = connection;
  const role = deps.repositories.has(connector) ? 'repositories' : 'source';
  return { id, type: connector, role, name, status: statusOf(deps, connection), createdAt, updatedAt };
}

/** Listing, creating and naming linked products, and what the wizard may offer. */
export function addConnectorRoutes(kit: RouteKit): void {
  const { deps } = kit;
  const { connections } = deps.ports;

  orgRoute(
    kit,
    {
      method: 'get',
      path: '/connectors',
      access: 'member',
      summary: 'Linked products, without their configuration.',
      answer: z.array(summary),
    },
    async ({ org }) => (await connections.list(org.id)).map((connection) => show(deps, connection)),
  );

  orgRoute(
    kit,
    {
      method: 'post',
      path: '/connectors',
      access: 'admin',
      summary: 'Add a product.',
      audit: 'connection.created',
      status: 201,
      body: z.object({ connector: z.string().max(50), name: z.string().trim().min(1).max(100).optional() }),
      answer: summary,
    },
    async ({ org, body, note }) => {
      const connector = deps.sources.get(body.connector) ?? deps.repositories.get(body.connector);
      if (!connector) {
        const known = [...deps.sources.keys(), ...deps.repositories.keys()].join(', ');
        throw new Problem({
          code: 'unknown-connector',
          message: `There is no connector "${body.connector}".`,
          status: 400,
          hint: `Use one of: ${known}.`,
        });
      }
      if (await deps.ports.organizations.leavingOf(org.id)) {
        throw new Problem({
          code: 'organization-leaving',
          message: 'The organization is being removed.',
          status: 409,
          actor: 'nobody',
        });
      }
      const connection = await connections.create(org.id, {
        connector: connector.id,
        name: body.name ?? connector.guide.name,
      });
      note({ connectionId: connection.id, detail: { connector: connector.id } });
      return show(deps, connection);
    },
  );

  orgRoute(
    kit,
    {
      method: 'patch',
      path: '/connectors/{id}',
      access: 'admin',
      summary: 'Set the install link that a connection uses.',
      audit: 'connection.changed',
      params: z.object({ id: z.string() }),
      body: z.object({
        [keys.installUrl]: z.string().max(2000).nullable().optional(),
      }),
      answer: summary,
    },
    async ({ org, params, body, note }) => {
      const connection = await connections.get(org.id, params.id);
      if (!connection) throw notFound('The connection');
      const installUrl = body[keys.installUrl] as string | null | undefined;
      const changes: Record<string, string | null> = {};
      if (installUrl !== undefined) {
        const { connector } = await sourceOf(deps, org.id, params.id);
        changes[keys.installUrl] = installUrl === null ? null : installLinkOf(deps, connector, installUrl);
      }
      note({ connectionId: params.id, detail: { changed: Object.keys(body).join(' ') } });
      return show(deps, await connections.patch(org.id, params.id, changes));
    },
  );

  orgRoute(
    kit,
    {
      method: 'get',
      path: '/capabilities',
      access: 'member',
      summary: 'What the wizard can offer for a connection.',
      query: connectionQuery,
      answer: z.object({
        [keys.installUrl]: z.string().nullable(),
        oauthAppConfigured: z.boolean(),
        repositoryAppConfigured: z.boolean(),
        publicOrigin: z.string(),
        connectors: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(['source', 'repositories']) })),
        demo: z.record(z.string(), z.unknown()).nullable(),
        version: z.string(),
      }),
    },
    async ({ org, query }) => {
      const { settings } = deps;
      const connection = query.connectionId ? (await sourceOf(deps, org.id, query.connectionId)).connection : null;
      return {
        [keys.installUrl]: (connection && textOf(connection, keys.installUrl)) ?? settings.installUrl,
        oauthAppConfigured: settings.globalOAuth !== null,
        repositoryAppConfigured: settings.globalRepoApp !== null,
        publicOrigin: settings.publicOrigin,
        connectors: [
          ...[...deps.sources.values()].map(({ id, guide }) => ({ id, name: guide.name, role: 'source' as const })),
          ...[...deps.repositories.values()].map(({ id, guide }) => ({
            id,
            name: guide.name,
            role: 'repositories' as const,
          })),
        ],
        demo: settings.demo,
        version: settings.version,
      };
    },
  );
}
