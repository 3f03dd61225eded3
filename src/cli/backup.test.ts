import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { openStore } from '../store/index.ts';
import { createTestDatabase, createTestStore, type TestDatabase, type TestStore } from '../store/store.testbed.ts';
import { ctxpipe } from './terminal.testbed.ts';

describe('backup and restore', { timeout: 60_000 }, () => {
  let bed: TestStore;
  let empty: TestDatabase;
  let folder = '';
  let file = '';
  let environment: Record<string, string>;
  const orgId = randomUUID();
  beforeAll(async () => {
    bed = await createTestStore();
    empty = await createTestDatabase('empty');
    folder = await mkdtemp(join(tmpdir(), 'ctx-backup-'));
    await chmod(folder, 0o711);
    file = join(folder, 'yesterday.gz');
    environment = {
      DATABASE_URL: bed.url,
      AUTH_SECRET: randomBytes(32).toString('hex'),
      CONNECTION_SECRETS_ENCRYPTION_KEY: bed.encryptionKey.reveal(),
      CTXPIPE_DATA_DIR: join(folder, 'data'),
    };
    const { id } = await bed.ports.connections.create(orgId, { connector: 'confluence', name: 'Wiki' });
    await bed.ports.connections.putSecret(orgId, id, 'appSystemToken', new Secret('CANARY-system-token'));
  });
  afterAll(async () => {
    await empty.close();
    await bed.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('take a file, tell whether it is whole, and bring it back', async () => {
    const taken = await ctxpipe(['backup', file, '--json'], '', environment);
    expect([taken.code, taken.err]).toEqual([0, '']);
    const facts = JSON.parse(taken.out) as { rows: number; bytes: number; keyIds: string[] };
    expect([facts.bytes, facts.keyIds.length]).toEqual([(await stat(file)).size, 1]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).not.toContain('yesterday.gz.partial');

    const again = await ctxpipe(['backup', file], '', environment);
    expect([again.code, again.err.includes('already')]).toEqual([1, true]);

    const checked = await ctxpipe(['restore', file, '--check', '--json'], '', environment);
    expect([checked.code, JSON.parse(checked.out)]).toMatchObject([0, { rows: facts.rows, keyIds: facts.keyIds }]);

    const over = await ctxpipe(['restore', file], '', environment);
    expect([over.code, over.err.includes('in use')]).toEqual([1, true]);

    const restored = await ctxpipe(['restore', file], '', { ...environment, DATABASE_URL: empty.url });
    expect([restored.code, restored.err]).toEqual([0, '']);
    expect(restored.out).toContain(facts.keyIds[0]);
    const store = openStore({ url: empty.url, encryptionKey: bed.encryptionKey, clock: { now: Date.now } });
    const [connection] = await store.ports.connections.list(orgId);
    const secret = await store.ports.connections.secret(orgId, connection!.id, 'appSystemToken');
    await store.close();
    expect(secret?.reveal()).toBe('CANARY-system-token');
    for (const { out, err } of [taken, again, checked, over, restored]) expect(out + err).not.toContain('CANARY');
  });

  it('end with 1 for a file that is cut off or not there, and with 2 for none', async () => {
    const cut = join(folder, 'cut.gz');
    await ctxpipe(['backup', cut], '', environment);
    await writeFile(cut, await readFile(cut));
    await truncate(cut, (await stat(cut)).size - 20);
    const checked = await ctxpipe(['restore', cut, '--check'], '', environment);
    expect([checked.code, checked.err.includes('no whole backup')]).toEqual([1, true]);
    expect((await ctxpipe(['restore', join(folder, 'none.gz')], '', environment)).code).toBe(1);
    expect((await ctxpipe(['backup'], '', environment)).code).toBe(2);
  });

  it('make no keys where a backup is to be restored without them', async () => {
    const dataDir = join(folder, 'fresh');
    const { code, err } = await ctxpipe(['restore', file], '', { CTXPIPE_DATA_DIR: dataDir });
    expect([code, err.includes('keys.json')]).toEqual([1, true]);
    expect(await readdir(dataDir).catch(() => [])).toEqual([]);
  });
});
