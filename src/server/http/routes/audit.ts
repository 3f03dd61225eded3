import { z } from '@hono/zod-openapi';
import type { AuditEntry } from '../../../core/ports/audit.ts';
import { listMembers } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { auditFormats, type NamedEntry, streamText } from './audit-export.ts';

/** Entries that an export reads at a time. */
const BATCH = 500;

type Value = AuditEntry['detail'][string];

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
  const { audit } = kit.deps.ports;

  async function namer(orgId: string): Promise<(entry: AuditEntry) => NamedEntry & { detail: Record<string, Value> }> {
    const names = new Map((await listMembers(kit.identity, orgId)).map(({ userId, name }) => [userId, name]));
    return (one) => ({ ...one, detail: { ...one.detail }, actorName: names.get(one.actorId ?? '') ?? null });
  }

  orgRoute(
    kit,
    {
      method: 'get',
      path: '/audit',
      access: 'admin',
      summary: 'The audit log, newest first. It is only ever added to.',
      query: z.object({
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(5000)
          .default(200)
          .openapi({ description: 'Entries of a JSON answer; jsonl and csv bring all of them.' }),
        format: z
          .enum(['json', 'jsonl', 'csv'])
          .default('json')
          .openapi({ description: 'jsonl: the whole log, one entry a line. csv: the whole log as a table.' }),
      }),
      answer: z.array(entry),
    },
    async ({ c, org, query }) => {
      const named = await namer(org.id);
      if (query.format === 'json') return (await audit.list(org.id, query.limit)).map(named);
      const { media, head, line } = auditFormats[query.format];
      async function* text() {
        // By key and not by a cursor of the database: an export that takes an hour holds nothing open.
        for (let before: string | null = null; ; ) {
          const read: Awaited<ReturnType<typeof audit.readOn>> = await audit.readOn(org.id, BATCH, before);
          yield read.entries.map((one) => line(named(one))).join('');
          if (read.before === null) return;
          before = read.before;
        }
      }
      return c.body(streamText(head, text()), 200, {
        'Content-Type': media,
        'Content-Disposition': `attachment; filename="audit-${org.slug}.${query.format}"`,
      });
    },
  );
}
