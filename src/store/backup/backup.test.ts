import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { dumpDatabase, openStore, type Restored, restoreDatabase } from '../index.ts';
import { migrations } from '../migrations/index.ts';
import { openPool } from '../pool.ts';
import { createTestDatabase, createTestStore, type TestDatabase, type TestStore } from '../store.testbed.ts';
import { ownTables } from './tables.ts';

const odd = 'tab\tnewline\nbackslash\\ \\. @end {"rows":{}} ünïcode 💡';

describe('a backup', { timeout: 60_000 }, () => {
  let bed: TestStore;
  let orgId = '';
  let connectionId = '';
  const open: TestDatabase[] = [];
  beforeAll(async () => {
    bed = await createTestStore();
    orgId = randomUUID();
    const { ports } = bed;
    connectionId = (await ports.connections.create(orgId, { connector: 'wiki', name: odd, config: { note: odd } })).id;
    await ports.connections.putSecret(orgId, connectionId, 'appSystemToken', new Secret('CANARY-system-token'));
    await ports.grants.save(orgId, {
      ...{ connectionId, userId: 'u', accountId: 'a', accountName: 'Ada', scopes: ['read', odd] },
      expiresAt: new Date().toISOString(),
      accessToken: new Secret('CANARY-access-token'),
      refreshToken: new Secret('CANARY-refresh-token'),
    });
    for (const action of ['one', 'two'])
      await ports.audit.append(orgId, {
        actorId: null,
        action,
        connectionId,
        detail: { odd },
        ip: null,
        requestId: null,
      });
    await ports.provisions.start(orgId, connectionId, ['register']);
    const { run } = await ports.runs.open(orgId, connectionId, 'initial');
    await ports.runs.finish(orgId, run.id, { state: 'succeeded' });
    await ports.workers.beat({ id: 'w', version: '1' });
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    await sql`insert into auth.user (id, name, email) values ('u', ${odd}, 'ada@acme.example')`;
    await sql`insert into auth.session (id, expires_at, token, user_id) values ('s', now(), 'CANARY-session', 'u')`;
    await sql.end();
  });
  afterAll(async () => {
    for (const each of open) await each.close();
    await bed.close();
  });

  async function dump(): Promise<{ readonly bytes: Buffer; readonly keyIds: readonly string[] }> {
    const parts: Buffer[] = [];
    let keyIds: readonly string[] = [];
    for await (const part of dumpDatabase(bed.url, '1.0.0', (summary) => {
      keyIds = summary.keyIds;
    }))
      parts.push(part);
    return { bytes: Buffer.concat(parts), keyIds };
  }
  const database = async (content: 'empty' | 'migrated' = 'empty') => {
    const made = await createTestDatabase(content);
    open.push(made);
    return made.url;
  };
  const restore = (url: string, bytes: Buffer, keys: readonly Secret[] = [bed.encryptionKey]): Promise<Restored> =>
    restoreDatabase({
      databaseUrl: url,
      input: (async function* () {
        yield* chunksOf(bytes);
      })(),
      keys,
    });
  /** As they come from a file: cut anywhere. */
  function* chunksOf(bytes: Buffer): Generator<Buffer> {
    for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
  }
  const contents = async (url: string) => {
    const sql = openPool(url, { max: 1, name: 'test', plain: true });
    const found: Record<string, unknown> = {};
    for (const table of ownTables())
      found[table] = (await sql.unsafe(`select to_jsonb(t)::text as row from ${table} t order by 1`)).map(
        ({ row }) => row,
      );
    await sql.end();
    return found;
  };

  it.each(['empty', 'migrated'] as const)('comes back whole into a database that is %s', async (content) => {
    const { bytes } = await dump();
    const url = await database(content);
    const { rows, header } = await restore(url, bytes);
    expect([rows > 5, header.build]).toEqual([true, '1.0.0']);
    const [before, after] = [await contents(bed.url), await contents(url)];
    const jobs = after.provisions as string[];
    expect({ ...after, provisions: [] }).toEqual({ ...before, provisions: [] });
    expect(jobs.map((row) => JSON.parse(row))).toMatchObject([{ status: 'failed', detail: 'restored' }]);
    const store = openStore({ url, encryptionKey: bed.encryptionKey, clock: { now: Date.now } });
    await store.ping();
    const secret = await store.ports.connections.secret(orgId, connectionId, 'appSystemToken');
    expect(secret?.reveal()).toBe('CANARY-system-token');
    // Numbers go on after the restored ones.
    await store.ports.audit.append(orgId, {
      ...{ actorId: null, action: 'three', connectionId, detail: {}, ip: null, requestId: null },
    });
    expect((await store.ports.audit.list(orgId, 9)).map(({ action }) => action)).toEqual(['three', 'two', 'one']);
    await store.close();
  });

  it('holds no secret in clear, no session and no key, and names the key of what is sealed', async () => {
    const { bytes, keyIds } = await dump();
    const text = bytes.toString();
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain(bed.encryptionKey.reveal());
    expect(text).toContain(`enc:1:${keyIds[0]}:`);
    expect(keyIds).toHaveLength(1);
  });

  it('is of one moment, whatever is written while it is taken', async () => {
    const parts: Buffer[] = [];
    let added = false;
    for await (const part of dumpDatabase(bed.url, '1.0.0', () => undefined)) {
      parts.push(part);
      if (added) continue;
      added = true;
      const gone = await bed.ports.connections.create(orgId, { connector: 'wiki', name: 'Too late' });
      await bed.ports.connections.remove(orgId, gone.id);
      await bed.ports.connections.create('later', { connector: 'wiki', name: 'Too late' });
    }
    expect(Buffer.concat(parts).toString()).not.toContain('Too late');
  });

  it('is taken to its end where a table has many rows', async () => {
    const [run] = await bed.ports.runs.list(orgId, connectionId, 1);
    const lines = Array.from({ length: 3000 }, (_, at) => ({
      at: new Date().toISOString(),
      level: 'info' as const,
      message: `line ${at} ${'x'.repeat(50)}`,
    }));
    await bed.ports.runs.log(orgId, run!.id, lines);
    const { bytes } = await dump();
    expect(bytes.toString()).toContain('line 2999 ');
    const url = await database();
    await restore(url, bytes);
    expect((await contents(url)).run_log).toEqual((await contents(bed.url)).run_log);
  });

  it('is refused by a deployment that has another key, and nothing is left behind', async () => {
    const { bytes, keyIds } = await dump();
    const url = await database();
    const refused = restore(url, bytes, [new Secret('cd'.repeat(32))]);
    await expect(refused).rejects.toMatchObject({
      code: 'backup-other-key',
      message: expect.stringContaining(keyIds[0]!),
    });
    await restore(url, bytes, [new Secret('cd'.repeat(32)), bed.encryptionKey]);
  });

  it('is not restored over what is there', async () => {
    const { bytes } = await dump();
    const before = await contents(bed.url);
    await expect(restore(bed.url, bytes)).rejects.toMatchObject({ code: 'restore-not-empty' });
    expect(await contents(bed.url)).toEqual(before);
  });

  it('of a newer schema is refused', async () => {
    const text = (await dump()).bytes.toString();
    const newer = text.replace('"migrations":[', '"migrations":[{"name":"9999-later","hash":"x"},');
    await expect(restore(await database(), Buffer.from(newer))).rejects.toMatchObject({ code: 'backup-newer' });
  });

  it('of an older schema is brought to this one', async () => {
    const url = await database();
    const old = await database();
    const { migrate } = await import('../migrations/migrate.ts');
    const steps = new Set(migrations.slice(0, -1).map(({ name }) => name));
    await migrate(old, steps);
    const parts: Buffer[] = [];
    for await (const part of dumpDatabase(old, '0.9.0', () => undefined)) parts.push(part);
    await restore(url, Buffer.concat(parts));
    expect(await migrate(url)).toBe(0);
    const store = openStore({ url, encryptionKey: bed.encryptionKey, clock: { now: Date.now } });
    await store.ping();
    await store.close();
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 400)],
    ['changed', (bytes: Buffer) => Buffer.from(bytes.toString().replace('Ada', 'Eve'))],
    ['short of a row', (bytes: Buffer) => Buffer.from(bytes.toString().replace(/^.*\ttwo\t.*\n/m, ''))],
    ['followed by something', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more\n')])],
    ['no backup', () => Buffer.from('hello\n')],
    ['empty', () => Buffer.alloc(0)],
  ])('that is %s leaves the database empty', async (_what, spoil) => {
    const url = await database();
    await expect(restore(url, spoil((await dump()).bytes))).rejects.toMatchObject({ code: 'backup-damaged' });
    const sql = openPool(url, { max: 1, name: 'test' });
    const [there] = await sql<{ found: boolean }[]>`select to_regclass('connections') is not null as found`;
    if (there?.found) expect(await sql`select id from connections`).toHaveLength(0);
    await sql.end();
  });
});
