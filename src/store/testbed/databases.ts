import { createHash, randomUUID } from 'node:crypto';
import { migrations } from '../migrations/index.ts';
import { migrate } from '../migrations/migrate.ts';
import { openPool, type Sql } from '../pool.ts';

const PREFIX = 'ctxtest_';
const ABANDONED_SECONDS = 3600;
const LOCK_KEY = '7311650947230113';

/** The same server, another database. */
export function urlOfDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function withAdmin<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openPool(url, { max: 1, name: 'test admin' });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function freshName(): string {
  return `${PREFIX}${Math.floor(Date.now() / 1000)}_${randomUUID().slice(0, 8)}`;
}

async function dropAbandoned(sql: Sql): Promise<void> {
  const rows = await sql<{ datname: string }[]>`select datname from pg_database where datname like ${`${PREFIX}%`}`;
  const limit = Math.floor(Date.now() / 1000) - ABANDONED_SECONDS;
  for (const { datname } of rows)
    if (Number(datname.slice(PREFIX.length).split('_')[0]) < limit)
      await sql.unsafe(`drop database if exists ${datname} with (force)`);
}

/** A migrated database that others are copied from; its name tells the schema. */
async function ensureTemplate(url: string): Promise<string> {
  const schema = createHash('sha256')
    .update(migrations.map(({ hash }) => hash).join())
    .digest('hex')
    .slice(0, 16);
  const template = `ctxtemplate_${schema}`;
  return withAdmin(url, async (sql) => {
    const exists = async () => (await sql`select 1 from pg_database where datname = ${template}`).length > 0;
    if (await exists()) return template;
    await sql`select pg_advisory_lock(${LOCK_KEY}::bigint)`;
    if (await exists()) return template;
    await dropAbandoned(sql);
    const draft = freshName();
    await sql.unsafe(`create database ${draft} template template0`);
    await migrate(urlOfDatabase(url, draft));
    await sql.unsafe(`alter database ${draft} with allow_connections false`);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${draft}`;
    await sql.unsafe(`alter database ${draft} rename to ${template}`);
    return template;
  });
}

/** A database of its own: migrated by copying a template (some 50 ms), or empty. */
export async function createDatabase(
  serverUrl: string,
  content: 'migrated' | 'empty',
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const template = content === 'empty' ? 'template0' : await ensureTemplate(serverUrl);
  const name = freshName();
  await withAdmin(serverUrl, (sql) => sql.unsafe(`create database ${name} template ${template}`));
  return {
    url: urlOfDatabase(serverUrl, name),
    async drop() {
      await withAdmin(serverUrl, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}
