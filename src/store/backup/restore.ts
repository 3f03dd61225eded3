import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import { toStoreProblem } from '../failures.ts';
import { migrations } from '../migrations/index.ts';
import { migrate } from '../migrations/migrate.ts';
import { openPool, type Sql } from '../pool.ts';
import { createSecretBox } from '../secret-box.ts';
import { type BackupHeader, damaged } from './format.ts';
import { readBackup } from './reading.ts';
import { columnsOf, ownTables, quoted } from './tables.ts';

export interface RestoreOptions {
  readonly databaseUrl: string;
  /** The unpacked lines of a backup. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Keys of this deployment; the backup's secrets have to be sealed with one of them. */
  readonly keys: readonly Secret[];
}

export interface Restored {
  readonly header: BackupHeader;
  readonly rows: number;
}

function checkSteps({ migrations: steps, build }: BackupHeader): void {
  const known = new Map(migrations.map(({ name, hash }) => [name, hash]));
  for (const { name, hash } of steps)
    if (known.get(name) !== hash)
      throw new Problem({
        code: known.has(name) ? 'migration-changed' : 'backup-newer',
        message: `The backup was made by build ${build}, whose schema has a step that this one does not know: ${name}.`,
        hint: 'Restore it with that build or a newer one.',
      });
}

function checkKeys({ keyIds }: BackupHeader, keys: readonly Secret[]): void {
  const known = new Set(keys.map((key) => createSecretBox(Buffer.from(key.reveal(), 'hex')).keyId));
  const unknown = keyIds.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new Problem({
    code: 'backup-other-key',
    message: `Secrets in the backup are sealed with keys that this deployment does not have: ${unknown.join(', ')}.`,
    hint: 'Set CONNECTION_SECRETS_ENCRYPTION_KEY (and CTXPIPE_PREVIOUS_ENCRYPTION_KEY) as they were, or put keys.json of that time into the data folder. Key ids are the first 8 hexadecimal digits of the SHA-256 of a key.',
  });
}

/** Tables that have rows only once somebody used the deployment. */
const used = ['auth.user', 'auth.organization', 'connections', 'audit'];

async function checkEmpty(sql: Sql, { migrations: steps }: BackupHeader): Promise<void> {
  const [there] = await sql<{ found: boolean }[]>`select to_regclass('schema_migrations') is not null as found`;
  if (!there?.found) return;
  const present = (await sql<{ name: string }[]>`select name from schema_migrations order by name`).map(
    (one) => one.name,
  );
  for (const table of used) {
    const [exists] = await sql<{ found: boolean }[]>`select to_regclass(${table}) is not null as found`;
    if (!exists?.found) continue;
    const rows = await sql.unsafe(`select 1 from ${quoted(table)} limit 1`);
    if (rows.length > 0)
      throw new Problem({
        code: 'restore-not-empty',
        message: `The database is in use: ${table} has rows.`,
        hint: 'Restore into an empty database. Nothing was changed.',
      });
  }
  if (present.join() === steps.map(({ name }) => name).join()) return;
  throw new Problem({
    code: 'restore-other-schema',
    message: 'The database has the schema of another build than the backup.',
    hint: 'Make an empty database, restore into it, and start this build only then. Nothing was changed.',
  });
}

/** Identity columns go on after the highest number that came back. */
async function moveSequences(sql: Sql): Promise<void> {
  const columns = await sql<{ name: string; column: string }[]>`
    select n.nspname || '.' || c.relname as name, a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attidentity <> '' and c.relkind = 'r'`;
  const own = new Set(ownTables().map((name) => (name.includes('.') ? name : `public.${name}`)));
  for (const { name, column } of columns)
    if (own.has(name))
      await sql.unsafe(`select setval(pg_get_serial_sequence('${quoted(name)}', '${column}'),
        coalesce((select max("${column}") from ${quoted(name)}), 0) + 1, false)`);
}

/** Jobs of provisioning were carried out by workflows that are not restored: they can be started again. */
const endJobs = `
  update provisions set status = 'failed', error_code = 'unknown', detail = 'restored', finished_at = now(),
    user_message = 'The deployment was restored from a backup while this job was under way. Start it again.'
  where status = 'running'`;

/**
 * Brings a backup into an empty database: the schema that it was made with, all rows in one transaction, and then this
 * build's schema. Nothing stays of a restore that fails. Throws Problem.
 */
export async function restoreDatabase({ databaseUrl, input, keys }: RestoreOptions): Promise<Restored> {
  const sql = openPool(databaseUrl, { max: 1, name: 'restore', pinned: true, plain: true });
  let header: BackupHeader | null = null;
  let total = 0;
  try {
    await readBackup(input, {
      async header(found) {
        checkSteps(found);
        checkKeys(found, keys);
        await checkEmpty(sql, found);
        await migrate(databaseUrl, new Set(found.migrations.map(({ name }) => name)));
        header = found;
        await sql.unsafe('begin');
        await sql.unsafe(`truncate ${ownTablesIn(found).map(quoted).join(', ')} cascade`);
      },
      async table(head, rows) {
        if (!ownTables().includes(head.table)) throw damaged(`${head.table} is no table of ctx|`);
        const target = await sql.unsafe(`copy ${quoted(head.table)} (${columnsOf(head)}) from stdin`).writable();
        await pipeline(Readable.from(rows), target);
      },
      async whole(rows) {
        total = rows;
        await moveSequences(sql);
        await sql.unsafe(endJobs);
        await sql.unsafe('commit');
      },
    });
    await migrate(databaseUrl);
    return { header: header!, rows: total };
  } catch (error) {
    await sql.unsafe('rollback').catch(() => undefined);
    throw toStoreProblem(error);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Tables that the schema of a backup has; the audit log takes no truncation and is empty. */
function ownTablesIn({ migrations: steps }: BackupHeader): readonly string[] {
  const names = new Set(steps.map(({ name }) => name));
  const made = migrations
    .filter(({ name }) => names.has(name))
    .flatMap(({ sql }) => [...sql.matchAll(/create table ([\w.]+)/g)].map((match) => match[1]!));
  return ownTables().filter((name) => made.includes(name) && name !== 'audit');
}
