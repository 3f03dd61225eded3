import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../pool.ts';
import { createTestDatabase, type TestDatabase } from '../store.testbed.ts';
import { migrations } from './index.ts';
import { migrate } from './migrate.ts';

/** Runs a migration in a process of its own; gives how many steps it applied, or what it said. */
function migrateElsewhere(url: string): Promise<string> {
  const code = `import { migrate } from ${JSON.stringify(new URL('./migrate.ts', import.meta.url).href)};
    console.log(await migrate(process.env.CHILD_ORDER));`;
  const args = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', code];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env: { ...process.env, CHILD_ORDER: url } });
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
    });
    child.stderr.on('data', (part) => {
      said += part;
    });
    child.once('close', () => resolve(said.trim()));
  });
}

describe('migrate', () => {
  const open: TestDatabase[] = [];
  let keeper: TestDatabase;
  const database = async (content: 'empty' | 'migrated') => {
    const made = await createTestDatabase(content);
    open.push(made);
    return made.url;
  };
  beforeAll(async () => {
    keeper = await createTestDatabase('empty');
  });
  afterAll(async () => {
    for (const each of open) await each.close();
    await keeper.close();
  });

  it('applies every step to an empty database and none to a migrated one', async () => {
    const url = await database('empty');
    expect(await migrate(url)).toBe(migrations.length);
    expect(await migrate(url)).toBe(0);
  });

  it('lets four processes start at once on an empty database', async () => {
    const url = await database('empty');
    const said = await Promise.all([1, 2, 3, 4].map(() => migrateElsewhere(url)));
    expect(said.sort()).toEqual(['0', '0', '0', String(migrations.length)]);
  });

  it('refuses a database whose steps had another text, and changes nothing', async () => {
    const url = await database('migrated');
    const sql = openPool(url, { max: 1, name: 'test' });
    await sql`update schema_migrations set hash = 'other' where name = ${migrations[2]!.name}`;
    await expect(migrate(url)).rejects.toMatchObject({ code: 'migration-changed' });
    await sql.end();
  });

  it('keeps steps that a newer build added', async () => {
    const url = await database('migrated');
    const sql = openPool(url, { max: 1, name: 'test' });
    await sql`insert into schema_migrations (name, hash) values ('9999-newer', 'x')`;
    expect(await migrate(url)).toBe(0);
    expect(await sql`select 1 from schema_migrations where name = '9999-newer'`).toHaveLength(1);
    await sql.end();
  });

  it('wakes workers when a workflow can be taken up, and not when one is claimed', async () => {
    const url = await database('migrated');
    const sql = openPool(url, { max: 2, name: 'test' });
    let heard = 0;
    await sql.listen('ctxpipe_work', () => {
      heard += 1;
    });
    const settle = async () => {
      await sql`select pg_notify('ctxpipe_work', 'mark')`;
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await sql.unsafe(`insert into openworkflow.workflow_runs
      (namespace_id, id, workflow_name, status, config, context, input, attempts, available_at, created_at, updated_at)
      values ('n', 'r', 'w', 'pending', '{}', null, null, 0, now(), now(), now())`);
    await settle();
    expect(heard).toBe(2);
    await sql`update openworkflow.workflow_runs set worker_id = 'me', status = 'running', available_at = now() + interval '30 s'`;
    await settle();
    expect(heard).toBe(3);
    await sql.end();
  });
});
