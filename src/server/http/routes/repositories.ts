import { z } from '@hono/zod-openapi';
import type { Target } from '../../../core/connection.ts';
import type { TrackedRepository } from '../../../core/ports/repositories.ts';
import { Problem } from '../../../core/problem.ts';
import { repositoryRoutes } from '../../contract.ts';
import { notFound } from '../access.ts';
import { objectOf, repositoryHostOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery, done } from '../shapes.ts';

const choice = z
  .object({
    id: z.string(),
    fullName: z.string(),
    url: z.string(),
    defaultBranch: z.string(),
    private: z.boolean(),
    archived: z.boolean(),
  })
  .openapi('RepositoryChoice');

const tracked = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    remoteId: z.string(),
    fullName: z.string(),
    url: z.string(),
    branch: z.string(),
    headCommit: z.string().nullable(),
    indexedCommit: z.string().nullable(),
    indexedAt: z.string().nullable(),
  })
  .openapi('TrackedRepository');

const show = ({ orgId: _orgId, ...shown }: TrackedRepository): z.input<typeof tracked> => shown;

/** Repositories that the app can see, and those that are indexed: targets of mirrors and any others. */
export function addRepositoryRoutes(kit: RouteKit): void {
  const { deps } = kit;
  const { repositories } = deps.ports;
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${repositoryRoutes}/repositories`,
      access: 'admin',
      summary: 'Repositories that the app was given.',
      query: connectionQuery,
      answer: z.array(choice),
    },
    async ({ org, query }) => {
      const { connection } = await repositoryHostOf(deps, org.id, query.connectionId);
      return [...(await (await deps.openRepoHost(connection)).listRepositories())];
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/repositories',
      access: 'member',
      summary: 'Repositories that are indexed, with how far.',
      answer: z.array(tracked),
    },
    async ({ org }) => (await repositories.list(org.id)).map(show),
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: '/repositories',
      access: 'admin',
      summary: 'Index a repository of the installation too.',
      audit: 'repository.tracked',
      status: 201,
      body: z.object({
        connectionId: connectionId.optional(),
        repositoryId: z.string().min(1).max(100),
        branch: z
          .string()
          .regex(/^(?!-)[\w./-]{1,200}$/)
          .optional(),
      }),
      answer: tracked,
    },
    async ({ org, body, note }) => {
      kit.limits.takeJob(org.id);
      const { connection } = await repositoryHostOf(deps, org.id, body.connectionId);
      const host = await deps.openRepoHost(connection);
      const found = await host.getRepository(body.repositoryId);
      const branch = body.branch ?? found.defaultBranch;
      const fields = {
        connectionId: connection.id,
        remoteId: found.id,
        fullName: found.fullName,
        url: found.url,
        branch,
      };
      const made = await repositories.track(org.id, fields);
      const head = await (await host.openMirror(found)).fetch(branch);
      if (head !== null) await repositories.setHead(org.id, made.id, head);
      await deps.jobs.index(org.id, made.id);
      note({ connectionId: connection.id, detail: { repository: found.fullName, branch } });
      return show((await repositories.get(org.id, made.id))!);
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/repositories/{id}',
      access: 'admin',
      summary: 'Index a repository no longer. The target of a mirror stays.',
      audit: 'repository.untracked',
      params: z.object({ id: z.string().max(100) }),
      answer: done,
    },
    async ({ org, params, note }) => {
      const found = await repositories.get(org.id, params.id);
      if (!found) throw notFound('The repository');
      const all = await deps.ports.connections.list(org.id);
      const user = all.find((one) => objectOf<Target>(one, 'target')?.repositoryId === found.remoteId);
      if (user) {
        const message = `${user.name} writes its mirror there.`;
        const hint = 'Disconnect that one first.';
        throw new Problem({ code: 'repository-in-use', message, status: 409, hint });
      }
      await deps.ports.chunks.dropRepository(org.id, found.id);
      await deps.ports.graph.dropRepository(org.id, found.id);
      await repositories.untrack(org.id, found.id);
      note({ connectionId: found.connectionId, detail: { repository: found.fullName } });
      return { done: true as const };
    },
  );
}
