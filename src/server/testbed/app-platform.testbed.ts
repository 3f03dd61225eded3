import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createForgeEvents } from '../../connectors/confluence/forge/events.ts';
import { createHttp } from '../../net/http.ts';

export const appId = 'ari:cloud:ecosystem::app/11111111-1111-4111-8111-111111111111';
export const otherAppId = 'ari:cloud:ecosystem::app/22222222-2222-4222-8222-222222222222';
export const installationId = 'ari:cloud:ecosystem::installation/33333333-3333-4333-8333-333333333333';
export const otherInstallationId = 'ari:cloud:ecosystem::installation/44444444-4444-4444-8444-444444444444';
export const apiBase = 'https://api.wiki.example';
const issuer = 'forge/invocation-token';

export interface Minted {
  readonly app?: string;
  readonly installation?: string;
  readonly site?: string;
  readonly claims?: JWTPayload;
  readonly header?: { readonly alg: string; readonly kid: string };
  readonly key?: Parameters<SignJWT['sign']>[0];
}

/** The app platform's signing key, where its public half is served, and the verifier of ours that trusts it. */
export async function startAppPlatform(now: () => number) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
  let fetched = 0;
  const keys = createServer((_request, response) => {
    fetched += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  const { port } = keys.address() as AddressInfo;
  const http = createHttp({ userAgent: 'test', now, sleep: async () => undefined, allowLoopback: true, log: () => {} });
  const events = createForgeEvents({ http, jwksUrl: `http://127.0.0.1:${port}/keys`, apiBaseUrl: apiBase, now });

  /** An invocation token; every part of it can be made wrong. */
  async function token(minted: Minted = {}): Promise<string> {
    const app = minted.app ?? appId;
    const at = Math.floor(now() / 1000);
    const claims = {
      iss: issuer,
      aud: app,
      iat: at,
      exp: at + 300,
      jti: randomUUID(),
      app: {
        id: app,
        installationId: minted.installation ?? installationId,
        apiBaseUrl: `${apiBase}/ex/confluence/${minted.site ?? 'fake-site'}`,
      },
      ...minted.claims,
    };
    return new SignJWT(claims)
      .setProtectedHeader(minted.header ?? { alg: 'RS256', kid: 'k1' })
      .sign(minted.key ?? privateKey);
  }

  return {
    events,
    token,
    publicKeyPem: await exportSPKI(publicKey),
    fetches: () => fetched,
    async close() {
      http.close();
      await new Promise((resolve) => keys.close(resolve));
    },
  };
}
