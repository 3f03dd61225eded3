import { createHash } from 'node:crypto';
import { toStoreProblem } from '../failures.ts';
import { openPool } from '../pool.ts';
import { endOfRows, printFoot, printHeader, printTableHead } from './format.ts';
import { columnsOf, quoted, tablesOf } from './tables.ts';

/** What a backup holds. */
export interface BackupSummary {
  readonly at: string;
  readonly tables: number;
  readonly rows: number;
  /** Ids of the keys that its secrets are sealed with; it holds none of the keys. */
  readonly keyIds: readonly string[];
}

const sealedKeyIds = `
  select distinct split_part(value, ':', 3) as id from (
    select value #>> '{}' as value from connections, jsonb_each(config)
    union all select access_token from grants union all select refresh_token from grants
    union all select access_token from claims union all select refresh_token from claims) as sealed
  where value like 'enc:1:%' order by id`;

function rowsIn(part: Uint8Array): number {
  let count = 0;
  for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) count += 1;
  return count;
}

/**
 * Gives the lines of a backup of one moment, however much is written meanwhile: one read-only transaction sees it all.
 * Sealed secrets stay sealed. Throws Problem.
 */
export async function* dumpDatabase(
  databaseUrl: string,
  build: string,
  done: (summary: BackupSummary) => void,
): AsyncGenerator<Buffer> {
  const sql = openPool(databaseUrl, { max: 1, name: 'backup', pinned: true });
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  const passed = (part: Buffer): Buffer => {
    hash.update(part);
    return part;
  };
  try {
    await sql.unsafe('begin transaction isolation level repeatable read read only');
    const [clock] = await sql.unsafe<{ at: Date }[]>('select now() as at');
    const keyIds = (await sql.unsafe<{ id: string }[]>(sealedKeyIds)).map(({ id }) => id);
    const migrations = await sql.unsafe<{ name: string; hash: string }[]>(
      'select name, hash from schema_migrations order by name',
    );
    const at = clock!.at.toISOString();
    const steps = migrations.map((one) => ({ name: one.name, hash: one.hash }));
    yield passed(Buffer.from(printHeader({ build, at, migrations: steps, keyIds })));
    for (const head of await tablesOf(sql)) {
      yield passed(Buffer.from(printTableHead(head)));
      rows[head.table] = 0;
      const stream = await sql.unsafe(`copy ${quoted(head.table)} (${columnsOf(head)}) to stdout`).readable();
      for await (const part of stream as AsyncIterable<Buffer>) {
        rows[head.table]! += rowsIn(part);
        yield passed(Buffer.from(part));
      }
      // The driver stops reading its socket when rows come faster than they are taken, and lets it go on only when
      // more rows are asked for: after the last ones nobody asks, and the next answer would never be read.
      stream._read(0);
      yield passed(Buffer.from(`${endOfRows}\n`));
    }
    await sql.unsafe('commit');
    yield Buffer.from(printFoot({ rows, sha256: hash.digest('hex') }));
    const total = Object.values(rows).reduce((sum, one) => sum + one, 0);
    done({ at, tables: Object.keys(rows).length, rows: total, keyIds });
  } catch (error) {
    throw toStoreProblem(error);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
