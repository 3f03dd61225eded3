import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

/** A new database on a server, for one demonstration. */
export interface DemoDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createDatabase(serverUrl: string): Promise<DemoDatabase> {
  const name = `ctxpipe_demo_${randomBytes(4).toString('hex')}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}

/** Every row of every table as text, table by table. */
export async function* dumpTables(url: string): AsyncGenerator<{ readonly table: string; readonly text: string }> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const tables = await sql<{ schema: string; name: string }[]>`
      select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    for (const { schema, name } of tables) {
      let text = '';
      for await (const rows of sql`select t::text as row from ${sql(schema)}.${sql(name)} t`.cursor(500))
        text += rows.map(({ row }) => String(row)).join('\n');
      yield { table: `${schema}.${name}`, text };
    }
  } finally {
    await sql.end();
  }
}
