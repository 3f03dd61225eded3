import type { Audit, AuditEntry } from '../core/ports/audit.ts';
import { redact } from '../core/secret.ts';
import type { Sql } from './pool.ts';

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly actor_id: string | null;
  readonly action: string;
  readonly connection_id: string | null;
  readonly detail: AuditEntry['detail'];
  readonly ip: string | null;
  readonly request_id: string | null;
}

function clean(detail: AuditEntry['detail']): AuditEntry['detail'] {
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [key, typeof value === 'string' ? redact(value) : value]),
  );
}

function toEntry(row: Row): AuditEntry {
  return {
    at: row.at.toISOString(),
    actorId: row.actor_id,
    action: row.action,
    connectionId: row.connection_id,
    detail: row.detail,
    ip: row.ip,
    requestId: row.request_id,
  };
}

/** The audit log in Postgres; a trigger refuses to change or remove what stands. */
export function createAudit(sql: Sql): Audit {
  return {
    async append(orgId, entry) {
      await sql`
        insert into audit (org_id, actor_id, action, connection_id, detail, ip, request_id)
        values (${orgId}, ${entry.actorId}, ${entry.action}, ${entry.connectionId}, ${sql.json(clean(entry.detail))},
          ${entry.ip}, ${entry.requestId})`;
    },
    async list(orgId, limit) {
      const rows = await sql<Row[]>`select * from audit where org_id = ${orgId} order by id desc limit ${limit}`;
      return rows.map(toEntry);
    },
    async readOn(orgId, limit, before) {
      const rows = await sql<Row[]>`
        select * from audit where org_id = ${orgId} and (${before}::bigint is null or id < ${before}::bigint)
        order by id desc limit ${limit}`;
      return { entries: rows.map(toEntry), before: rows.length < limit ? null : rows.at(-1)!.id };
    },
  };
}
