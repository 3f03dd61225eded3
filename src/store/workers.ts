import type { Workers } from '../core/ports/workers.ts';
import type { Sql } from './pool.ts';

interface Row {
  readonly id: string;
  readonly version: string;
  readonly started_at: Date;
  readonly seen_at: Date;
}

/** Workers' signs of life in Postgres, and the queue of the workflow engine beside it. */
export function createWorkers(sql: Sql): Workers {
  return {
    async beat({ id, version }) {
      await sql`
        insert into workers (id, version) values (${id}, ${version})
        on conflict (id) do update set seen_at = clock_timestamp(), version = excluded.version`;
      await sql`delete from workers where seen_at < now() - interval '1 day'`;
    },
    async leave(id) {
      await sql`delete from workers where id = ${id}`;
    },
    async look() {
      const [clock] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
      const rows = await sql<Row[]>`select * from workers order by seen_at desc limit 100`;
      const [queue] = await sql<{ count: number; oldest: Date | null }[]>`
        select count(*)::int as count, min(available_at) as oldest from openworkflow.workflow_runs
        where status = 'pending' and worker_id is null and available_at <= clock_timestamp()`;
      return {
        now: clock!.now.toISOString(),
        workers: rows.map((row) => ({
          id: row.id,
          version: row.version,
          startedAt: row.started_at.toISOString(),
          seenAt: row.seen_at.toISOString(),
        })),
        queued: { count: queue!.count, oldestAt: queue!.oldest?.toISOString() ?? null },
      };
    },
  };
}
