import { z } from '@hono/zod-openapi';
import { listMembers } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';

const entry = z
  .object({
    at: z.string(),
    actorId: z.string().nullable(),
    actorName: z.string().nullable(),
    action: z.string(),
    connectionId: z.string().nullable(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .openapi('AuditEntry');

/** Who did what to which connection when, from where; newest first. */
export function addAuditRoute(kit: RouteKit): void {
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/audit',
      access: 'admin',
      summary: 'The audit log, newest first. It is only ever added to.',
      query: z.object({
        limit: z.coerce.number().int().min(1).max(5000).default(200),
        format: z.enum(['json', 'jsonl']).default('json').openapi({ description: 'jsonl: one entry a line.' }),
      }),
      answer: z.array(entry),
    },
    async ({ c, org, query }) => {
      const [entries, members] = await Promise.all([
        kit.deps.ports.audit.list(org.id, query.limit),
        listMembers(kit.identity, org.id),
      ]);
      const names = new Map(members.map(({ userId, name }) => [userId, name]));
      const shown = entries.map((one) => ({
        ...one,
        detail: { ...one.detail },
        actorName: names.get(one.actorId ?? '') ?? null,
      }));
      if (query.format === 'json') return shown;
      return c.body(shown.map((one) => `${JSON.stringify(one)}\n`).join(''), 200, {
        'Content-Type': 'application/x-ndjson',
        'Content-Disposition': `attachment; filename="audit-${org.slug}.jsonl"`,
      });
    },
  );
}
