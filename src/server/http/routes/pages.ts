import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { sourceRoutes } from '../../contract.ts';
import { notFound } from '../access.ts';
import { sourceOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery, done } from '../shapes.ts';

const states = z.enum(['mirrored', 'skipped', 'failed', 'held', 'pending', 'removed']);

const page = z
  .object({
    pageId: z.string(),
    spaceKey: z.string(),
    kind: z.enum(['page', 'blog', 'folder', 'whiteboard', 'database', 'embed']),
    title: z.string(),
    version: z.number().int(),
    path: z.string().nullable(),
    state: states,
    reason: z.string().nullable(),
    losses: z.number().int(),
    modifiedAt: z.string().nullable(),
    url: z.string().nullable(),
  })
  .openapi('MirroredPage');

/** What became of each page, and why; a page can be asked for again. */
export function addPageRoutes(kit: RouteKit): void {
  const { deps } = kit;
  const { ledger, journal } = deps.ports;
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/pages`,
      access: 'member',
      summary: 'Pages with their state and its reason.',
      query: connectionQuery.extend({
        state: states.optional(),
        q: z.string().max(200).optional(),
        after: z.string().max(2000).optional(),
        limit: z.coerce.number().int().min(1).max(500).default(50),
      }),
      answer: z.object({ items: z.array(page), next: z.string().nullable(), total: z.number().int() }),
    },
    async ({ org, query: { connectionId: id, q: text, ...rest } }) => {
      const { connection } = await sourceOf(deps, org.id, id);
      const { items, ...ends } = await ledger.list(org.id, connection.id, { ...rest, ...(text ? { text } : {}) });
      return { items: [...items], ...ends };
    },
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/pages/{pageId}/retry`,
      access: 'admin',
      summary: 'Read a page again now.',
      audit: 'page.retried',
      status: 202,
      params: z.object({ pageId: z.string().max(100) }),
      body: z.object({ connectionId: connectionId.optional() }),
      answer: done,
    },
    async ({ org, params, body, note }) => {
      kit.limits.takeJob(org.id);
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const known = await ledger.page(org.id, connection.id, params.pageId);
      if (!known) throw notFound('The page');
      const at = new Date(deps.clock.now()).toISOString();
      const change = {
        subject: 'page',
        subjectId: known.pageId,
        spaceId: known.spaceId,
        action: 'updated',
        at,
      } as const;
      await journal.append(org.id, connection.id, `retry:${randomUUID()}`, [change]);
      await deps.jobs.nudge(org.id, connection.id);
      note({ connectionId: connection.id, detail: { pageId: known.pageId } });
      return { done: true as const };
    },
  );
}
