import { secretIn } from '../../core/leaks.testbed.ts';
import { openPool } from '../pool.ts';

/** Columns in which a secret of this process stands in the clear, each with what stands around it. */
export async function secretsInClear(url: string): Promise<readonly string[]> {
  const sql = openPool(url, { max: 1, name: 'test search' });
  const found: string[] = [];
  try {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    for (const { name } of tables)
      for await (const rows of sql.unsafe(`select t::text as row from ${name} t`).cursor(500)) {
        const near = secretIn(rows.map(({ row }) => String(row)).join('\n'));
        if (near !== null) found.push(`${name}: ${near}`);
      }
  } finally {
    await sql.end({ timeout: 1 });
  }
  return found;
}
