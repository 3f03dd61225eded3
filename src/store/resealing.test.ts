import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { openStore, type Store } from './index.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

const org = 'org-1';
const nextKey = new Secret(randomBytes(32).toString('hex'));
let bed: TestStore;
const opened: Store[] = [];

function storeWith(encryptionKey: Secret, ...previousKeys: Secret[]): Store {
  const store = openStore({ url: bed.url, encryptionKey, previousKeys, clock: { now: Date.now } });
  opened.push(store);
  return store;
}

beforeAll(async () => {
  bed = await createTestStore();
});
afterAll(async () => {
  for (const store of opened) await store.close();
  await bed.close();
});

async function fill({ ports }: Store) {
  const { id: connectionId } = await ports.connections.create(org, { connector: 'wiki', name: 'Wiki' });
  await ports.connections.putSecret(org, connectionId, 'appSystemToken', new Secret('CANARY-system-token'));
  await ports.connections.putSecret(org, connectionId, 'githubPrivateKey', new Secret('CANARY-private-key'));
  const account = { connectionId, userId: 'u', accountId: `a-${connectionId}`, accountName: 'Ada', scopes: [] };
  const tokens = { accessToken: new Secret('CANARY-access'), refreshToken: new Secret('CANARY-refresh') };
  const grant = await ports.grants.save(org, { ...account, ...tokens, expiresAt: '2999-01-01T00:00:00Z' });
  const claim = await ports.grants.createClaim({
    ...account,
    ...tokens,
    orgId: org,
    refreshToken: null,
    grantExpiresAt: '2999-01-01T00:00:00Z',
  });
  const state = randomBytes(8).toString('hex');
  await ports.grants.beginSignIn(state, {
    ...{ orgId: org, userId: 'u', sessionId: 's', connectionId, returnTo: '/' },
    codeVerifier: new Secret('CANARY-verifier'),
  });
  return { connectionId, grantId: grant.id, claimId: claim.id, state };
}

describe('sealing anew', () => {
  it('leaves every secret open to the new key alone, and can be repeated', async () => {
    const filled = await fill(bed.store);
    const both = storeWith(nextKey, bed.encryptionKey);
    // Two of the connection, two of the grant, one of the claim, one of the sign-in.
    expect(await both.reseal()).toEqual({ resealed: 6, current: 0, unreadable: [] });
    expect(await both.reseal()).toEqual({ resealed: 0, current: 6, unreadable: [] });

    const { ports } = storeWith(nextKey);
    const secret = await ports.connections.secret(org, filled.connectionId, 'githubPrivateKey');
    expect(secret?.reveal()).toBe('CANARY-private-key');
    expect((await ports.grants.tokens(org, filled.grantId)).refreshToken?.reveal()).toBe('CANARY-refresh');
    expect((await ports.grants.takeSignIn(filled.state))?.codeVerifier.reveal()).toBe('CANARY-verifier');
    expect(await ports.grants.confirmClaim(org, filled.claimId, 'u')).toMatchObject({ accountName: 'Ada' });
    await expect(bed.ports.connections.secret(org, filled.connectionId, 'appSystemToken')).rejects.toMatchObject({
      code: 'secret-unreadable',
    });
    await ports.connections.remove(org, filled.connectionId);
  });

  it('names what no key opens, leaves it as it is and seals the rest', async () => {
    const stranger = storeWith(new Secret(randomBytes(32).toString('hex')));
    const lost = await stranger.ports.connections.create(org, { connector: 'wiki', name: 'Lost' });
    await stranger.ports.connections.putSecret(org, lost.id, 'appSystemToken', new Secret('CANARY-lost'));
    const kept = await bed.ports.connections.create(org, { connector: 'wiki', name: 'Kept' });
    await bed.ports.connections.putSecret(org, kept.id, 'appSystemToken', new Secret('CANARY-kept'));

    const result = await storeWith(nextKey, bed.encryptionKey).reseal();
    expect(result).toEqual({
      resealed: 1,
      current: 0,
      unreadable: [{ table: 'connections', row: lost.id, name: 'appSystemToken' }],
    });
    expect((await stranger.ports.connections.secret(org, lost.id, 'appSystemToken'))?.reveal()).toBe('CANARY-lost');
  });
});
