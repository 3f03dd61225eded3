import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServerDeps } from '../../deps.ts';
import type { Identity } from '../auth/identity.ts';
import { createTokenCheck } from './token.ts';

const origin = 'https://ctx.example';
let time = Date.now();
const deps = {
  auth: { baseUrl: origin },
  settings: { publicOrigin: origin },
  clock: { now: () => time, sleep: async () => undefined },
} as unknown as ServerDeps;

describe('access tokens of agents (S27)', () => {
  const keys: { kid: string; privateKey: CryptoKey; jwk: object }[] = [];
  let asked = 0;
  const identity = {
    api: {
      getJwks: async () => {
        asked += 1;
        return { keys: keys.map(({ jwk }) => jwk) };
      },
    },
  } as unknown as Identity;

  async function addKey(kid: string): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    keys.push({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' } });
  }
  beforeAll(() => addKey('k1'));

  function sign(claims: JWTPayload = {}, header: { readonly typ?: string; readonly kid?: string } = {}) {
    const at = Math.floor(Date.now() / 1000);
    const all = {
      iss: origin,
      aud: `${origin}/mcp`,
      sub: 'person-1',
      client_id: 'client-1',
      scope: 'openid read',
      iat: at,
      exp: at + 600,
      ...claims,
    };
    const key = keys.find(({ kid }) => kid === (header.kid ?? 'k1'))!.privateKey;
    return new SignJWT(all).setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ: 'at+jwt', ...header }).sign(key);
  }

  it('say for whom they speak', async () => {
    const check = createTokenCheck(deps, identity);
    const token = { userId: 'person-1', clientId: 'client-1' };
    expect(await check(await sign())).toEqual({ state: 'valid', token });
    expect(await check(await sign({ aud: ['https://x.example', `${origin}/mcp`] }))).toEqual({ state: 'valid', token });
  });

  it('are refused for another audience, issuer, kind, time or holder', async () => {
    const check = createTokenCheck(deps, identity);
    const past = Math.floor(Date.now() / 1000) - 7200;
    for (const [what, token] of [
      ['another audience', await sign({ aud: 'https://elsewhere.example/mcp' })],
      ['the origin alone', await sign({ aud: origin })],
      ['no audience', await sign({ aud: undefined })],
      ['another issuer', await sign({ iss: 'https://evil.example' })],
      ['an identity token', await sign({}, { typ: 'JWT' })],
      ['expired', await sign({ iat: past, exp: past + 600 })],
      ['no person', await sign({ sub: undefined })],
      ['bound to a key', await sign({ cnf: { jkt: 'thumbprint' } })],
      ['no token', 'abc'],
    ] as const)
      expect([what, (await check(token)).state]).toEqual([what, 'invalid']);
    expect((await check(await sign({ scope: 'openid profile' }))).state).toBe('scope-missing');
    expect((await check(await sign({ scope: 'readonly' }))).state).toBe('scope-missing');
  });

  it('are checked with keys that are asked for again when an unknown one signs, and now and then', async () => {
    asked = 0;
    const check = createTokenCheck(deps, identity);
    await check(await sign());
    await check(await sign());
    expect(asked).toBe(1);
    await addKey('k2');
    expect((await check(await sign({}, { kid: 'k2' }))).state).toBe('invalid');
    time += 6_000;
    expect((await check(await sign({}, { kid: 'k2' }))).state).toBe('valid');
    await addKey('k3');
    for (let times = 0; times < 5; times += 1) await check(await sign({}, { kid: 'k3' }));
    expect(asked).toBe(2);
    time += 10 * 60_000;
    await check(await sign());
    expect(asked).toBe(3);
  });
});
