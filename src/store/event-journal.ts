import type { Change } from '../core/change.ts';
import type { EventJournal, JournalEntry } from '../core/ports/event-journal.ts';
import type { Sql } from './pool.ts';
import { transact } from './transaction.ts';

interface Row {
  readonly id: string;
  readonly connection_id: string;
  readonly change: Change;
  readonly received_at: Date;
}

function toEntry(row: Row): JournalEntry {
  return {
    id: row.id,
    connectionId: row.connection_id,
    change: row.change,
    receivedAt: row.received_at.toISOString(),
  };
}

/**
 * The journal in Postgres. An entry keeps the run that covers it and waits again by itself once
 * that run has failed, was cancelled or was stopped.
 */
export function createEventJournal(sql: Sql): EventJournal {
  const waits = sql`(settled_by is null or exists (select 1 from runs where runs.id = journal.settled_by
    and runs.state in ('failed', 'cancelled', 'stopped-by-guard')))`;

  return {
    append(orgId, connectionId, deliveryId, changes) {
      return transact(sql, async (within) => {
        const fresh = await within`
          insert into deliveries (org_id, connection_id, delivery_id) values (${orgId}, ${connectionId}, ${deliveryId})
          on conflict do nothing returning delivery_id`;
        if (fresh.length === 0) return false;
        if (changes.length === 0) return true;
        const rows = changes.map((change) => ({ change }));
        await within`
          insert into journal (org_id, connection_id, delivery_id, change)
          select ${orgId}, ${connectionId}, ${deliveryId}, change
          from jsonb_to_recordset(${within.json(rows as unknown as Parameters<typeof sql.json>[0])}) as entry (change jsonb)`;
        return true;
      });
    },
    async seen(orgId, connectionId, deliveryId) {
      const rows = await sql`select 1 from deliveries
        where org_id = ${orgId} and connection_id = ${connectionId} and delivery_id = ${deliveryId}`;
      return rows.length > 0;
    },
    async pending(orgId, connectionId, limit) {
      const rows = await sql<Row[]>`
        select id::text, connection_id, change, received_at from journal
        where org_id = ${orgId} and connection_id = ${connectionId} and ${waits} order by journal.id limit ${limit}`;
      return rows.map(toEntry);
    },
    async settle(orgId, connectionId, entryIds, runId) {
      await sql`
        update journal set settled_by = runs.id from runs
        where runs.org_id = ${orgId} and runs.connection_id = ${connectionId} and runs.id = ${runId}
          and journal.org_id = ${orgId} and journal.connection_id = ${connectionId}
          and journal.id = any(${entryIds as string[]}::bigint[])`;
    },
    async waiting() {
      const rows = await sql<{ org_id: string; connection_id: string }[]>`
        select distinct org_id, connection_id from journal where ${waits}`;
      return rows.map((row) => ({ orgId: row.org_id, connectionId: row.connection_id }));
    },
    async countPending(orgId, connectionId) {
      const rows = await sql<{ count: number }[]>`
        select count(*)::int as count from journal
        where org_id = ${orgId} and connection_id = ${connectionId} and ${waits}`;
      return rows[0]?.count ?? 0;
    },
    async countPendingPages(orgId, connectionId) {
      const rows = await sql<{ count: number }[]>`
        select count(distinct change->>'subjectId')::int as count from journal
        where org_id = ${orgId} and connection_id = ${connectionId} and change->>'subject' = 'page' and ${waits}`;
      return rows[0]?.count ?? 0;
    },
    async prune(deliveriesBefore, coveredBefore) {
      await sql`delete from deliveries where received_at < ${deliveriesBefore}`;
      await sql`delete from journal where received_at < ${coveredBefore} and not ${waits}`;
    },
    async lastReceivedAt(orgId, connectionId) {
      const rows = await sql<{ at: Date | null }[]>`
        select max(received_at) as at from deliveries where org_id = ${orgId} and connection_id = ${connectionId}`;
      return rows[0]?.at?.toISOString() ?? null;
    },
  };
}
