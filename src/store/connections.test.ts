import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { openPool, type Sql } from './pool.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

describe('connections', () => {
  let bed: TestStore;
  let sql: Sql;
  const make = (orgId = 'org') =>
    bed.ports.connections.create(orgId, { connector: 'wiki', name: 'Wiki', config: { site: { id: 's' } } });

  beforeAll(async () => {
    bed = await createTestStore();
    sql = openPool(bed.url, { max: 2, name: 'test' });
  });
  afterAll(async () => {
    await sql.end();
    await bed.close();
  });

  it('are read in their organization alone, and by id where only that is known', async () => {
    const { connections } = bed.ports;
    const made = await make('here');
    expect(await connections.get('here', made.id)).toEqual(made);
    expect(await connections.get('there', made.id)).toBeNull();
    expect(await connections.list('there')).toEqual([]);
    expect(await connections.locate(made.id)).toEqual(made);
    expect((await connections.listAll('wiki')).map(({ id }) => id)).toContain(made.id);
    await expect(connections.patch('there', made.id, { a: 1 })).rejects.toMatchObject({ code: 'connection-not-found' });
    await connections.remove('there', made.id);
    expect(await connections.get('here', made.id)).not.toBeNull();
    await connections.remove('here', made.id);
    expect(await connections.get('here', made.id)).toBeNull();
  });

  it('R16: lose no key when many write at once', async () => {
    const { id } = await make();
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => bed.ports.connections.patch('org', id, { [`key${at}`]: at })),
    );
    const read = await bed.ports.connections.get('org', id);
    expect(Object.keys(read!.config)).toHaveLength(21);
    const removed = await bed.ports.connections.patch('org', id, { key0: null, odd: 'a\0b\ud800' });
    expect(removed.config.key0).toBeUndefined();
    expect(removed.config.odd).toBe('ab\uFFFD');
  });

  it('R16: let one of many change a key from the same value', async () => {
    const { id } = await make();
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        bed.ports.connections.compareAndSet('org', id, 'owner', null, { owner: `w${at}` }),
      ),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
    const { owner } = (await bed.ports.connections.get('org', id))!.config;
    expect(await bed.ports.connections.compareAndSet('org', id, 'owner', 'somebody', { owner: 'x' })).toBe(false);
    expect(await bed.ports.connections.compareAndSet('org', id, 'owner', owner!, { owner: null })).toBe(true);
    expect(await bed.ports.connections.compareAndSet('other', id, 'owner', null, { owner: 'x' })).toBe(false);
    const nested = { a: [1, { b: 'c' }] };
    await bed.ports.connections.patch('org', id, { nested });
    expect(await bed.ports.connections.compareAndSet('org', id, 'nested', { a: [1, { b: 'c' }] }, { nested: 2 })).toBe(
      true,
    );
  });

  it('change a key and the secret that belongs to it together, or neither', async () => {
    const { connections } = bed.ports;
    const { id } = await make();
    const set = (expected: string | null, to: string) =>
      connections.compareAndSet(
        'org',
        id,
        'issued',
        expected,
        { issued: to },
        { appSystemToken: new Secret(`the secret ${to}`) },
      );
    expect(await set(null, 'token-of-monday')).toBe(true);
    expect(await set(null, 'token-of-sunday')).toBe(false);
    expect((await connections.secret('org', id, 'appSystemToken'))!.reveal()).toBe('the secret token-of-monday');
    expect((await connections.get('org', id))!.config).toEqual({ site: { id: 's' }, issued: 'token-of-monday' });
  });

  it('keep secrets sealed, out of every read, and within their organization', async () => {
    const { connections } = bed.ports;
    const { id } = await make();
    await connections.putSecret('org', id, 'appSystemToken', new Secret('canary-system-token'));
    await connections.patch('org', id, { more: 1 });
    expect((await connections.secret('org', id, 'appSystemToken'))!.reveal()).toBe('canary-system-token');
    expect(await connections.hasSecret('org', id, 'appSystemToken')).toBe(true);
    expect(await connections.secret('other', id, 'appSystemToken')).toBeNull();
    expect(await connections.hasSecret('other', id, 'appSystemToken')).toBe(false);
    const reads = [await connections.get('org', id), await connections.list('org'), await connections.locate(id)];
    expect(JSON.stringify(reads)).not.toMatch(/appSystemToken|enc:1:|canary/);
    const [row] = await sql<{ config: string }[]>`select config::text from connections where id = ${id}`;
    expect(row!.config).toContain('enc:1:');
    expect(row!.config).not.toContain('canary');
    await expect(connections.putSecret('other', id, 'appSystemToken', new Secret('x'))).rejects.toMatchObject({
      status: 404,
    });
  });

  it('do not open a secret that was moved to another row or name', async () => {
    const { connections } = bed.ports;
    const [one, other] = [await make(), await make()];
    await connections.putSecret('org', one.id, 'appSystemToken', new Secret('first-token'));
    await sql`update connections set config = config || (select jsonb_build_object('appSystemToken', config -> 'appSystemToken',
      'githubPrivateKey', config -> 'appSystemToken') from connections where id = ${one.id}) where id = ${other.id}`;
    await expect(connections.secret('org', other.id, 'appSystemToken')).rejects.toMatchObject({
      code: 'secret-unreadable',
    });
    await expect(connections.secret('org', other.id, 'githubPrivateKey')).rejects.toMatchObject({
      code: 'secret-unreadable',
    });
  });

  it('wipe the secrets that are named, or all', async () => {
    const { connections } = bed.ports;
    const { id } = await make();
    await connections.putSecret('org', id, 'appSystemToken', new Secret('token-one'));
    await connections.putSecret('org', id, 'githubPrivateKey', new Secret('token-two'));
    await connections.wipeSecrets('other', id, 'all');
    await connections.wipeSecrets('org', id, ['appSystemToken']);
    expect(await connections.hasSecret('org', id, 'appSystemToken')).toBe(false);
    expect(await connections.hasSecret('org', id, 'githubPrivateKey')).toBe(true);
    await connections.wipeSecrets('org', id, 'all');
    expect(await connections.hasSecret('org', id, 'githubPrivateKey')).toBe(false);
    expect((await connections.get('org', id))!.config).toEqual({ site: { id: 's' } });
  });

  it('refuse a secret as a plain setting', async () => {
    const { id } = await make();
    const plain = { forgeScopedApiToken: 'x' };
    await expect(bed.ports.connections.patch('org', id, plain)).rejects.toMatchObject({ code: 'secret-in-config' });
    await expect(
      bed.ports.connections.create('org', { connector: 'wiki', name: 'x', config: plain }),
    ).rejects.toMatchObject({ code: 'secret-in-config' });
  });
});
