import { BackendPostgres } from 'openworkflow/postgres';
import { Problem } from '../../core/problem.ts';
import { openPool, type Sql } from '../pool.ts';
import { type Migration, migrations } from './index.ts';

/** Channel on which the database says that a workflow can be taken up. */
export const WORK_CHANNEL = 'ctxpipe_work';

/** Any constant; the same in every version, so that versions wait for each other. */
const LOCK_KEY = '7311650947230112';

/**
 * A statement trigger, or one without the condition, would also fire on the claims that it causes
 * and wake workers for ever.
 */
const wakeUp = `
create or replace function public.ctxpipe_wake_workers() returns trigger language plpgsql as $$
begin
  perform pg_notify('${WORK_CHANNEL}', '');
  return null;
end
$$;
create or replace trigger ctxpipe_wake_workers
  after insert or update of available_at on openworkflow.workflow_runs
  for each row when (new.worker_id is null and new.available_at <= now() + interval '1 second')
  execute function public.ctxpipe_wake_workers();
`;

function changed(migration: Migration): Problem {
  return new Problem({
    code: 'migration-changed',
    message: `The database was set up with another text of step ${migration.name}.`,
    actor: 'support',
    hint: 'This build does not belong to this database: use the released version that wrote it, or a newer one.',
  });
}

function failed(migration: Migration, cause: unknown): Problem {
  const text = cause instanceof Error ? cause.message : String(cause);
  const extension = /extension/i.test(text);
  return new Problem({
    code: extension ? 'database-extension-missing' : 'migration-failed',
    message: `Step ${migration.name} of the database schema failed: ${text}`,
    hint: extension
      ? 'Let a database administrator run "create extension pg_trgm" in this database.'
      : 'The step was rolled back. Check that the role owns the database, then start again.',
    cause,
  });
}

async function applied(sql: Sql): Promise<ReadonlyMap<string, string>> {
  await sql`create table if not exists schema_migrations (
    name text primary key, hash text not null, applied_at timestamptz not null default now())`;
  const rows = await sql<{ name: string; hash: string }[]>`select name, hash from schema_migrations`;
  return new Map(rows.map((row) => [row.name, row.hash]));
}

async function applyOwn(sql: Sql, only: ReadonlySet<string> | null): Promise<number> {
  const done = await applied(sql);
  let count = 0;
  for (const migration of migrations) {
    if (only && !only.has(migration.name)) continue;
    const hash = done.get(migration.name);
    if (hash !== undefined && hash !== migration.hash) throw changed(migration);
    if (hash !== undefined) continue;
    const record = `insert into schema_migrations (name, hash) values ('${migration.name}', '${migration.hash}');`;
    await sql.unsafe(`begin; ${migration.sql}; ${record} commit;`).catch(async (error: unknown) => {
      await sql.unsafe('rollback').catch(() => undefined);
      throw failed(migration, error);
    });
    count += 1;
  }
  return count;
}

/**
 * Brings the database to this build's schema, forward only, and the workflow engine's schema with
 * it. One process migrates at a time; the others wait. Steps that a newer build added stay.
 * Returns how many steps were applied. `only`: steps to go through in place of all, for a schema of an earlier time.
 */
export async function migrate(databaseUrl: string, only: ReadonlySet<string> | null = null): Promise<number> {
  const sql = openPool(databaseUrl, { max: 1, name: 'migrations', pinned: true });
  try {
    await sql`select pg_advisory_lock(${LOCK_KEY}::bigint)`;
    const count = await applyOwn(sql, only);
    const engine = await BackendPostgres.connect(databaseUrl);
    await engine.stop();
    await sql.unsafe(wakeUp);
    return count;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Names of steps that this build has and the database lacks. */
export async function missingMigrations(sql: Sql): Promise<readonly string[]> {
  const [exists] = await sql<{ found: boolean }[]>`select to_regclass('schema_migrations') is not null as found`;
  if (!exists?.found) return migrations.map(({ name }) => name);
  const rows = await sql<{ name: string }[]>`select name from schema_migrations`;
  const done = new Set(rows.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}
