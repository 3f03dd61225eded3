import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../core/problem.ts';
import { Secret } from '../core/secret.ts';
import { openStore, type Store } from './index.ts';
import { openPool, type Sql } from './pool.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

let now = Date.parse('2026-05-01T00:00:00.000Z');
const clock = { now: () => now };
const MINUTE = 60_000;
const later = '2030-01-01T00:00:00.000Z';

describe('grants', () => {
  let bed: TestStore;
  let second: Store;
  let sql: Sql;
  let connectionId = '';
  const grantOf = (more: object = {}) => ({
    connectionId,
    userId: 'u1',
    accountId: `account-${connectionId}`,
    accountName: 'Ada',
    scopes: ['read'],
    expiresAt: later,
    accessToken: new Secret('access-one'),
    refreshToken: new Secret('refresh-one'),
    ...more,
  });
  const save = () => bed.ports.grants.save('org', grantOf());

  beforeAll(async () => {
    bed = await createTestStore({ clock });
    second = openStore({ url: bed.url, encryptionKey: bed.encryptionKey, clock });
    sql = openPool(bed.url, { max: 2, name: 'test' });
  });
  afterAll(async () => {
    await sql.end();
    await second.close();
    await bed.close();
  });
  beforeEach(async () => {
    connectionId = (await bed.ports.connections.create('org', { connector: 'wiki', name: 'Wiki' })).id;
  });

  it('are read in their organization alone, with tokens sealed at rest', async () => {
    const { grants } = bed.ports;
    const grant = await save();
    expect(await grants.forConnection('org', connectionId)).toEqual(grant);
    expect(await grants.forConnection('other', connectionId)).toBeNull();
    expect((await grants.tokens('org', grant.id)).refreshToken!.reveal()).toBe('refresh-one');
    await expect(grants.tokens('other', grant.id)).rejects.toMatchObject({ code: 'grant-not-found' });
    await expect(grants.save('other', grantOf())).rejects.toMatchObject({ status: 404 });
    const rows = await sql`select grants::text as text from grants where id = ${grant.id}`;
    expect(rows[0]!.text).not.toMatch(/access-one|refresh-one/);
    await grants.markReauthRequired('other', grant.id);
    await grants.remove('other', connectionId);
    expect((await grants.forConnection('org', connectionId))!.state).toBe('valid');
  });

  it('do not open when access and refresh token are swapped', async () => {
    const grant = await save();
    await sql`update grants set access_token = refresh_token, refresh_token = access_token where id = ${grant.id}`;
    await expect(bed.ports.grants.tokens('org', grant.id)).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  it('can be linked again after the key was lost', async () => {
    await save();
    const rekeyed = openStore({ url: bed.url, encryptionKey: new Secret(randomBytes(32).toString('hex')), clock });
    const grant = await rekeyed.ports.grants.save(
      'org',
      grantOf({ refreshToken: null, accessToken: new Secret('fresh-token') }),
    );
    expect((await rekeyed.ports.grants.tokens('org', grant.id)).accessToken.reveal()).toBe('fresh-token');
    await rekeyed.close();
  });

  it('are renewed once for fifty who wait, in two processes (F10)', async () => {
    const grant = await save();
    let calls = 0;
    const refresh = async ({ refreshToken }: { readonly refreshToken: Secret }) => {
      calls += 1;
      expect(refreshToken.reveal()).toBe('refresh-one');
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { accessToken: new Secret('access-two'), refreshToken: new Secret('refresh-two'), expiresAt: later };
    };
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        (at % 2 ? bed.ports : second.ports).grants.refreshOnce('org', grant.id, refresh),
      ),
    );
    expect(calls).toBe(1);
    expect(new Set(tokens.map(({ accessToken }) => accessToken.reveal()))).toEqual(new Set(['access-two']));
    expect((await bed.ports.grants.tokens('org', grant.id)).refreshToken!.reveal()).toBe('refresh-two');
  });

  it('remember when the person consented, which no renewal moves, and when they were last renewed', async () => {
    const { id, linkedAt, renewedAt } = await save();
    expect(renewedAt).toBe(linkedAt);
    // Times are told to the millisecond.
    const moment = () => new Promise((go) => setTimeout(go, 5));
    await moment();
    await bed.ports.grants.refreshOnce('org', id, async () => ({
      accessToken: new Secret('access-two'),
      refreshToken: new Secret('refresh-two'),
      expiresAt: later,
    }));
    const renewed = (await bed.ports.grants.forConnection('org', connectionId))!;
    expect(renewed.linkedAt).toBe(linkedAt);
    expect(Date.parse(renewed.renewedAt)).toBeGreaterThan(Date.parse(linkedAt));
    await moment();
    expect(Date.parse((await save()).linkedAt)).toBeGreaterThan(Date.parse(renewed.renewedAt));
  });

  it('are asked for twice at most by fifty who wait where the answer is lost, and then for a new link (F11)', async () => {
    const grant = await save();
    let calls = 0;
    const refresh = async (): Promise<never> => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      // The other side has taken the token and given another one, which nobody here knows.
      if (calls === 1) throw new Problem({ code: 'network', message: 'The answer was lost.', retry: { kind: 'soon' } });
      throw new Problem({ code: 'grant_revoked', message: 'Unknown or invalid refresh token.' });
    };
    const renew = (at: number) => (at % 2 ? bed.ports : second.ports).grants.refreshOnce('org', grant.id, refresh);
    const ended = await Promise.allSettled(Array.from({ length: 50 }, (_, at) => renew(at)));
    expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
    await expect(renew(0)).rejects.toMatchObject({ code: 'grant_revoked' });
    await expect(renew(1)).rejects.toMatchObject({ code: 'grant_revoked', detail: 'reauth-required' });
    expect(calls).toBe(2);
    expect((await bed.ports.grants.forConnection('org', connectionId))!.state).toBe('reauth-required');
  });

  it('say that a renewal was interrupted where the process ended before its answer was saved (F13)', async () => {
    const grant = await save();
    const dying = openStore({ url: bed.url, encryptionKey: bed.encryptionKey, clock });
    let begun: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      begun = resolve;
    });
    // It has the answer in its hands and never comes to save it.
    void dying.ports.grants.refreshOnce('org', grant.id, () => {
      begun();
      return new Promise(() => undefined);
    });
    await reached;
    await dying.close();
    expect((await bed.ports.grants.tokens('org', grant.id)).refreshToken!.reveal()).toBe('refresh-one');
    let calls = 0;
    const spent = async (): Promise<never> => {
      calls += 1;
      throw new Problem({ code: 'grant_revoked', message: 'Unknown or invalid refresh token.' });
    };
    const renew = () => bed.ports.grants.refreshOnce('org', grant.id, spent);
    await expect(renew()).rejects.toMatchObject({
      code: 'grant_revoked',
      detail: 'refresh-interrupted',
      hint: 'Link the account again.',
    });
    await expect(renew()).rejects.toMatchObject({ detail: 'reauth-required' });
    expect(calls).toBe(1);
    expect((await bed.ports.grants.forConnection('org', connectionId))!.state).toBe('reauth-required');
  });

  it('ask for a new link once the other side has revoked them, and are not tried again (F14)', async () => {
    const grant = await save();
    const refused = () => Promise.reject(new Problem({ code: 'grant_revoked', message: 'Revoked.' }));
    await expect(bed.ports.grants.refreshOnce('org', grant.id, refused)).rejects.toMatchObject({
      code: 'grant_revoked',
    });
    expect((await bed.ports.grants.forConnection('org', connectionId))!.state).toBe('reauth-required');
    let called = false;
    const again = second.ports.grants.refreshOnce('org', grant.id, async () => {
      called = true;
      return Promise.reject(new Error('not reached'));
    });
    await expect(again).rejects.toMatchObject({ code: 'grant_revoked' });
    expect(called).toBe(false);
    await save();
    expect((await bed.ports.grants.forConnection('org', connectionId))!.state).toBe('valid');
  });

  it('stay as they are when a renewal fails for now, and the failure is the caller’s own', async () => {
    const grant = await save();
    const failure = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    await expect(bed.ports.grants.refreshOnce('org', grant.id, () => Promise.reject(failure))).rejects.toBe(failure);
    expect((await bed.ports.grants.tokens('org', grant.id)).refreshToken!.reveal()).toBe('refresh-one');
    await expect(bed.ports.grants.refreshOnce('other', grant.id, () => Promise.reject(failure))).rejects.toMatchObject({
      code: 'grant-not-found',
    });
  });

  it('give a sign-in back once, within ten minutes', async () => {
    const pending = {
      orgId: 'org',
      userId: 'u',
      sessionId: 's',
      connectionId,
      returnTo: '/x',
      codeVerifier: new Secret('verifier-text'),
    };
    await bed.ports.grants.beginSignIn('state-1', pending);
    await bed.ports.grants.beginSignIn('state-2', pending);
    const taken = await Promise.all(Array.from({ length: 10 }, () => bed.ports.grants.takeSignIn('state-1')));
    const found = taken.filter((each) => each !== null);
    expect(found).toHaveLength(1);
    expect(found[0]!.codeVerifier.reveal()).toBe('verifier-text');
    expect(await bed.ports.grants.takeSignIn('never')).toBeNull();
    now += 11 * MINUTE;
    expect(await bed.ports.grants.takeSignIn('state-2')).toBeNull();
  });

  it('move to who claims them, once and in time', async () => {
    const { grants, connections } = bed.ports;
    const held = await save();
    const other = await connections.create('org2', { connector: 'wiki', name: 'Wiki' });
    expect(await grants.heldElsewhere(held.accountId, 'org2', other.id)).toBe(true);
    expect(await grants.heldElsewhere(held.accountId, 'org', connectionId)).toBe(false);
    const claimOf = () =>
      grants.createClaim({
        orgId: 'org2',
        connectionId: other.id,
        userId: 'u2',
        accountId: held.accountId,
        accountName: 'Ada',
        scopes: ['read'],
        grantExpiresAt: later,
        accessToken: new Secret('claimed-access'),
        refreshToken: null,
      });
    const first = await claimOf();
    const claim = await claimOf();
    expect(await grants.pendingClaim('org2', other.id)).toEqual(claim);
    expect(await grants.confirmClaim('org2', first.id, 'u2')).toBeNull();
    expect(await grants.confirmClaim('org', claim.id, 'u2')).toBeNull();
    expect(await grants.confirmClaim('org2', claim.id, 'somebody-else')).toBeNull();
    expect(await grants.confirmClaim('org2', claim.id, 'u2')).toMatchObject({ connectionId: other.id, userId: 'u2' });
    expect(await grants.confirmClaim('org2', claim.id, 'u2')).toBeNull();
    expect(await grants.forConnection('org', connectionId)).toBeNull();
    const late = await claimOf();
    now += 16 * MINUTE;
    expect(await grants.pendingClaim('org2', other.id)).toBeNull();
    expect(await grants.confirmClaim('org2', late.id, 'u2')).toBeNull();
    const cancelled = await claimOf();
    expect(await grants.cancelClaim('org2', cancelled.id, 'u1')).toBe(false);
    expect(await grants.cancelClaim('org2', cancelled.id, 'u2')).toBe(true);
  });
});
