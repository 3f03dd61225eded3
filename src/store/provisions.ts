import { randomUUID } from 'node:crypto';
import type { Connection, Provision, ProvisionStep } from '../core/connection.ts';
import { formRevisionKey, formRevisionOf, savedMeanwhile } from '../core/form-revision.ts';
import type { Provisions } from '../core/ports/provisions.ts';
import { redact } from '../core/secret.ts';
import { connectionMissing } from './connections.ts';
import type { Sql } from './pool.ts';
import { type Transaction, transact } from './transaction.ts';

interface Row {
  readonly job_id: string;
  readonly connection_id: string;
  readonly status: 'running' | 'succeeded' | 'failed';
  readonly steps: readonly ProvisionStep[];
  readonly step: string | null;
  readonly error_code: string | null;
  readonly detail: string | null;
  readonly user_message: string | null;
  readonly log: readonly string[];
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

/** Lines kept of a job's log; older ones go. */
const LONGEST_LOG = 5000;
const OPEN_TRIES = 5;

function toProvision(row: Row): Provision {
  return {
    connectionId: row.connection_id,
    jobId: row.job_id,
    status: row.status,
    step: row.step,
    steps: row.steps,
    errorCode: row.error_code,
    detail: row.detail,
    userMessage: row.user_message,
    log: row.log,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

function idle(connectionId: string): Provision {
  return {
    connectionId,
    jobId: '',
    status: 'idle',
    step: null,
    steps: [],
    errorCode: null,
    detail: null,
    userMessage: null,
    log: [],
    startedAt: null,
    finishedAt: null,
  };
}

/**
 * Opens a job while nobody else saves the form, and counts that as a revision of it. Null where one runs already.
 * Throws Problem `connection-not-found`, or `saved-meanwhile` where the form is at another revision.
 */
async function openJob(
  transaction: Transaction,
  orgId: string,
  connectionId: string,
  expected: number | null | undefined,
  steps: ReturnType<Sql['json']>,
): Promise<Row | null> {
  const held = await transaction<Pick<Connection, 'config'>[]>`
    select config from connections where org_id = ${orgId} and id = ${connectionId} for update`;
  if (!held[0]) throw connectionMissing();
  const revision = formRevisionOf(held[0]);
  if (expected !== undefined && expected !== revision) throw savedMeanwhile();
  const made = await transaction<Row[]>`
    insert into provisions (job_id, org_id, connection_id, status, steps)
    values (${randomUUID()}, ${orgId}, ${connectionId}, 'running', ${steps})
    on conflict (connection_id) where status = 'running' do nothing returning *`;
  if (!made[0]) return null;
  await transaction`
    update connections set config = config || jsonb_build_object(${formRevisionKey}::text, ${(revision ?? 0) + 1}::int)
    where org_id = ${orgId} and id = ${connectionId}`;
  return made[0];
}

/** Provisioning jobs in Postgres; a partial unique index keeps one running job per connection. */
export function createProvisions(sql: Sql): Provisions {
  const asJson = (value: unknown) => sql.json(value as Parameters<typeof sql.json>[0]);

  return {
    async current(orgId, connectionId) {
      const rows = await sql<Row[]>`
        select * from provisions where org_id = ${orgId} and connection_id = ${connectionId}
        order by started_at desc limit 1`;
      return rows[0] ? toProvision(rows[0]) : idle(connectionId);
    },
    async start(orgId, connectionId, steps, formRevision) {
      const waiting = steps.map((name) => ({ name, state: 'waiting', startedAt: null, finishedAt: null }));
      const open = (transaction: Transaction) =>
        openJob(transaction, orgId, connectionId, formRevision, asJson(waiting));
      for (let tried = 1; ; tried += 1) {
        const made = await transact(sql, open);
        if (made !== null) return { ...toProvision(made), fresh: true };
        const found = await sql<Row[]>`
          select * from provisions where org_id = ${orgId} and connection_id = ${connectionId} and status = 'running'`;
        if (found[0]) return { ...toProvision(found[0]), fresh: false };
        if (tried === OPEN_TRIES) throw connectionMissing();
      }
    },
    async step(orgId, jobId, name, state) {
      const now = new Date().toISOString();
      const change =
        state === 'running'
          ? { state, startedAt: now, finishedAt: null }
          : { state, ...(state === 'waiting' ? {} : { finishedAt: now }) };
      await sql`
        update provisions set
          step = case when ${state} = 'running' or ${state} = 'failed' then ${name} else step end,
          steps = (select jsonb_agg(case when item ->> 'name' = ${name} then item || ${asJson(change)} else item end order by place)
            from jsonb_array_elements(steps) with ordinality as list (item, place))
        where org_id = ${orgId} and job_id = ${jobId} and status = 'running'`;
    },
    async appendLog(orgId, jobId, lines) {
      const clean = lines.map(redact);
      await sql`
        update provisions set log = (log || ${clean}::text[])[greatest(1, cardinality(log) + ${clean.length}::int - ${LONGEST_LOG - 1}::int):]
        where org_id = ${orgId} and job_id = ${jobId}`;
    },
    async finish(orgId, jobId, result) {
      const failure = result.status === 'failed' ? result : null;
      const clean = (text: string | null | undefined) => (text ? redact(text) : null);
      await sql`
        update provisions set status = ${result.status}, error_code = ${failure?.errorCode ?? null},
          detail = ${clean(failure?.detail)}, user_message = ${clean(failure?.userMessage)},
          step = case when ${result.status} = 'succeeded' then null else step end, finished_at = clock_timestamp()
        where org_id = ${orgId} and job_id = ${jobId} and status = 'running'`;
    },
  };
}
