import { randomUUID } from 'node:crypto';
import type { RunLogLine, Runs } from '../core/ports/runs.ts';
import type { Run, RunCounts, RunKind, RunState } from '../core/run.ts';
import { redact } from '../core/secret.ts';
import { connectionMissing } from './connections.ts';
import type { Sql } from './pool.ts';

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly connection_id: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly step: string;
  readonly counts: RunCounts;
  readonly commit: string | null;
  readonly problem: Run['problem'];
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

const noCounts: RunCounts = {
  pages: 0,
  written: 0,
  moved: 0,
  removed: 0,
  unchanged: 0,
  skipped: 0,
  held: 0,
  failed: 0,
  attachments: 0,
};
const OPEN_TRIES = 5;

function toRun(row: Row): Run {
  return {
    id: row.id,
    connectionId: row.connection_id,
    kind: row.kind,
    state: row.state,
    step: row.step,
    counts: { ...noCounts, ...row.counts },
    commit: row.commit,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    problem: row.problem,
  };
}

/** Runs in Postgres; a partial unique index keeps one open run per connection. */
export function createRuns(sql: Sql): Runs {
  const asJson = (value: object | null) => (value === null ? null : sql.json(value as Parameters<typeof sql.json>[0]));

  return {
    async open(orgId, connectionId, kind) {
      for (let tried = 1; ; tried += 1) {
        const made = await sql<Row[]>`
          insert into runs (id, org_id, connection_id, kind, counts)
          values (${randomUUID()}, ${orgId}, ${connectionId}, ${kind}, ${asJson(noCounts)})
          on conflict (connection_id) where state = 'running' do nothing returning *`;
        if (made[0]) return { run: toRun(made[0]), fresh: true };
        const found = await sql<Row[]>`
          select * from runs where org_id = ${orgId} and connection_id = ${connectionId} and state = 'running'`;
        if (found[0]) return { run: toRun(found[0]), fresh: false };
        if (tried === OPEN_TRIES) throw connectionMissing();
      }
    },
    async allOpen() {
      const rows = await sql<Row[]>`select * from runs where state = 'running' order by started_at`;
      return rows.map((row) => ({ orgId: row.org_id, run: toRun(row) }));
    },
    async get(orgId, runId) {
      const rows = await sql<Row[]>`select * from runs where org_id = ${orgId} and id = ${runId}`;
      return rows[0] ? toRun(rows[0]) : null;
    },
    async list(orgId, connectionId, limit) {
      const rows = await sql<Row[]>`
        select * from runs where org_id = ${orgId} and connection_id = ${connectionId}
        order by started_at desc, id limit ${limit}`;
      return rows.map(toRun);
    },
    async lastSweepAt(orgId, connectionId) {
      const rows = await sql<{ at: Date | null }[]>`
        select max(finished_at) as at from runs where org_id = ${orgId} and connection_id = ${connectionId}
          and kind <> 'events' and state in ('succeeded', 'succeeded-with-failures')`;
      return rows[0]?.at?.toISOString() ?? null;
    },
    async progress(orgId, runId, change) {
      await sql`
        update runs set step = coalesce(${change.step ?? null}, step), counts = counts || ${asJson(change.counts ?? {})},
          commit = coalesce(${change.commit ?? null}, commit), touched_at = clock_timestamp()
        where org_id = ${orgId} and id = ${runId} and state = 'running'`;
    },
    async finish(orgId, runId, result) {
      const { problem } = result;
      const shown = problem && {
        code: problem.code,
        message: redact(problem.message),
        hint: problem.hint === null ? null : redact(problem.hint),
      };
      await sql`
        update runs set state = ${result.state}, counts = counts || ${asJson(result.counts ?? {})},
          commit = coalesce(${result.commit ?? null}, commit), problem = ${asJson(shown ?? null)},
          finished_at = clock_timestamp(), touched_at = clock_timestamp()
        where org_id = ${orgId} and id = ${runId} and state = 'running'`;
    },
    async log(orgId, runId, lines) {
      const rows = lines.map((line) => ({ ...line, message: redact(line.message) }));
      await sql`
        insert into run_log (org_id, run_id, at, level, message)
        select ${orgId}, ${runId}, at, level, message
        from jsonb_to_recordset(${asJson(rows)}) as line (at timestamptz, level text, message text)`;
    },
    async readLog(orgId, runId, limit) {
      const rows = await sql<{ at: Date; level: RunLogLine['level']; message: string }[]>`
        select at, level, message from (
          select id, at, level, message from run_log
          where org_id = ${orgId} and run_id = ${runId} order by id desc limit ${limit}) as newest
        order by id`;
      return rows.map((row) => ({ at: row.at.toISOString(), level: row.level, message: row.message }));
    },
    async requestCancel(orgId, runId) {
      await sql`
        update runs set cancel_requested = true where org_id = ${orgId} and id = ${runId} and state = 'running'`;
    },
    async cancelRequested(orgId, runId) {
      const rows = await sql<{ cancel_requested: boolean }[]>`
        select cancel_requested from runs where org_id = ${orgId} and id = ${runId}`;
      return rows[0]?.cancel_requested ?? false;
    },
  };
}
