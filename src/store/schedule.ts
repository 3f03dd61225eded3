import type { Clock } from '../core/ports/clock.ts';
import type { Schedule } from '../core/ports/schedule.ts';
import { Problem } from '../core/problem.ts';
import type { Sql } from './pool.ts';

interface Row {
  readonly name: string;
  readonly org_id: string;
  readonly connection_id: string | null;
  readonly due_at: Date;
}

/** Recurring work in Postgres. The first tick comes one period after `set`; missed ones come as one. */
export function createSchedule(sql: Sql, clock: Pick<Clock, 'now'>): Schedule {
  return {
    async set(name, fields) {
      const first = new Date(clock.now() + fields.everyMs);
      const rows = await sql`
        insert into schedules (name, org_id, connection_id, every_ms, next_at)
        values (${name}, ${fields.orgId}, ${fields.connectionId}, ${fields.everyMs}, ${first})
        on conflict (name) do update
          set connection_id = excluded.connection_id, every_ms = excluded.every_ms,
            next_at = least(schedules.next_at, excluded.next_at)
          where schedules.org_id = excluded.org_id
        returning name`;
      if (rows.length > 0) return;
      throw new Problem({
        code: 'schedule-taken',
        message: 'A schedule of this name belongs to another organization.',
        status: 409,
        actor: 'support',
      });
    },
    async remove(name) {
      await sql`delete from schedules where name = ${name}`;
    },
    async take(now, limit) {
      const at = new Date(now);
      const rows = await sql<Row[]>`
        with due as (
          select name, next_at from schedules where next_at <= ${at}
          order by next_at limit ${limit} for update skip locked)
        update schedules set next_at = due.next_at + every_ms * interval '1 millisecond' *
          (floor(extract(epoch from (${at}::timestamptz - due.next_at)) * 1000 / every_ms) + 1)
        from due where schedules.name = due.name
        returning schedules.name, org_id, connection_id, due.next_at as due_at`;
      return rows
        .map((row) => ({
          name: row.name,
          orgId: row.org_id,
          connectionId: row.connection_id,
          dueAt: row.due_at.toISOString(),
        }))
        .sort((one, other) => one.dueAt.localeCompare(other.dueAt));
    },
  };
}
