import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from './index.ts';
import { createTestDatabase, createTestStore, type TestStore } from './store.testbed.ts';

describe('the store as a whole', () => {
  let bed: TestStore;
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());

  it('keeps people, sessions and organizations', async () => {
    const auth = betterAuth({
      baseURL: 'http://127.0.0.1',
      secret: 'x'.repeat(40),
      database: bed.store.authDatabase,
      emailAndPassword: { enabled: true },
      telemetry: { enabled: false },
      plugins: [organization()],
    });
    const body = { email: 'ada@example.com', password: 'a-long-password', name: 'Ada' };
    const { user } = await auth.api.signUpEmail({ body });
    const made = await auth.api.createOrganization({ body: { name: 'Acme', slug: 'acme', userId: user.id } });
    expect(made).toMatchObject({ name: 'Acme', slug: 'acme' });
    const signedIn = await auth.api.signInEmail({ body });
    expect(signedIn.user).toMatchObject({ id: user.id, email: body.email });
    await expect(auth.api.signUpEmail({ body })).rejects.toThrow();
  });

  it('answers a ping on a migrated database, and says what is wrong elsewhere', async () => {
    await expect(bed.store.ping()).resolves.toBeUndefined();
    const fields = { encryptionKey: bed.encryptionKey, clock: { now: Date.now } };
    const empty = await createTestDatabase('empty');
    const unready = openStore({ ...fields, url: empty.url });
    await expect(unready.ping()).rejects.toMatchObject({ code: 'database-not-migrated', status: 503 });
    await unready.close();
    await empty.close();
    const nowhere = openStore({ ...fields, url: 'postgres://u:canary-password@127.0.0.1:1/none' });
    const failure: unknown = await nowhere.ping().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'database-unavailable', retry: { kind: 'soon' } });
    expect(String(failure)).not.toContain('canary');
    await expect(nowhere.ports.connections.list('org')).rejects.toMatchObject({ code: 'database-unavailable' });
    await nowhere.close();
  });

  it('takes text that a database cannot hold, in every port that is given text', async () => {
    const { connections, runs, audit } = bed.ports;
    const odd = 'a\0b\ud800c';
    const { id, name } = await connections.create('org', { connector: 'wiki', name: odd });
    expect(name).toBe('ab\uFFFDc');
    const { run } = await runs.open('org', id, 'events');
    await runs.log('org', run.id, [{ at: new Date().toISOString(), level: 'info', message: odd }]);
    await runs.finish('org', run.id, { state: 'failed', problem: { code: 'x', message: odd, hint: odd } });
    expect((await runs.get('org', run.id))!.problem!.message).toBe('ab\uFFFDc');
    await audit.append('org', {
      actorId: null,
      action: odd,
      connectionId: id,
      detail: { odd },
      ip: null,
      requestId: null,
    });
    expect((await audit.list('org', 1))[0]!.detail).toEqual({ odd: 'ab\uFFFDc' });
  });
});
