import { z } from '@hono/zod-openapi';
import type { Target } from '../../../core/connection.ts';
import { sourceRoutes } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { notFound } from '../access.ts';
import { objectOf, type SourceConnection, sourceOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionQuery, run } from '../shapes.ts';

const LOG_LINES = 2000;

const logLine = z.object({ at: z.string(), level: z.enum(['info', 'warn', 'error']), message: z.string() });

async function commitUrlOf(deps: ServerDeps, { connection }: SourceConnection, commit: string | null) {
  const target = objectOf<Target>(connection, 'target');
  if (commit === null || target === null) return null;
  const repository = await deps.ports.repositories.findByRemote(target.connectionId, target.repositoryId);
  return repository && repository.orgId === connection.orgId ? `${repository.url}/commit/${commit}` : null;
}

/** Runs of a connection: what each did, with its log. */
export function addRunRoutes(kit: RouteKit): void {
  const { deps } = kit;
  const { runs } = deps.ports;
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/runs`,
      access: 'member',
      summary: 'Runs, newest first.',
      query: connectionQuery.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      answer: z.object({ items: z.array(run) }),
    },
    async ({ org, query }) => {
      const { connection } = await sourceOf(deps, org.id, query.connectionId);
      return { items: [...(await runs.list(org.id, connection.id, query.limit))] };
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/runs/{id}`,
      access: 'member',
      summary: 'One run with its log.',
      params: z.object({ id: z.string().max(100) }),
      query: connectionQuery,
      answer: run.extend({
        log: z.array(logLine),
        /** The commit at the repository's host. */
        commitUrl: z.string().nullable(),
        cancelRequested: z.boolean(),
      }),
    },
    async ({ org, params, query }) => {
      const source = await sourceOf(deps, org.id, query.connectionId);
      const found = await runs.get(org.id, params.id);
      if (found?.connectionId !== source.connection.id) throw notFound('The run');
      const [log, commitUrl, cancelRequested] = await Promise.all([
        runs.readLog(org.id, found.id, LOG_LINES),
        commitUrlOf(deps, source, found.commit),
        runs.cancelRequested(org.id, found.id),
      ]);
      return { ...found, log: [...log], commitUrl, cancelRequested };
    },
  );
}
