import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { answer, problemOf, serve, client as wireClient } from '../../../net/wire.testbed.ts';
import { createSignIn } from './index.ts';

const app = { clientId: 'client-1', clientSecret: new Secret('canary-client-secret') };
const refreshToken = new Secret('canary-refresh-token');
const tokens = { access_token: 'access-2', expires_in: 3600, scope: 'read:me offline_access', token_type: 'Bearer' };

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const part of request) text += String(part);
  return JSON.parse(text) as Record<string, unknown>;
}

async function start(reply: (nth: number) => { status?: number; json: unknown; headers?: Record<string, string> }) {
  const bodies: Record<string, unknown>[] = [];
  const server = await serve(async (request, response, nth) => {
    if (request.method === 'POST') bodies.push(await readBody(request));
    const { status = 200, json, headers = {} } = reply(nth);
    answer(response, json, headers, status);
  });
  const { http, clock } = wireClient();
  const signIn = createSignIn({
    http,
    now: clock.now,
    authBaseUrl: server.origin,
    apiBaseUrl: server.origin,
    consoleUrl: 'https://developer.example',
  });
  return { signIn, clock, server, bodies };
}

describe('refreshing', () => {
  it('gives null where the answer has no refresh token, so that the old one is kept (F12)', async () => {
    const { signIn, clock, bodies } = await start(() => ({ json: tokens }));
    const grant = await signIn.refresh(app, refreshToken);
    expect(grant.refreshToken).toBeNull();
    expect(grant.expiresAt).toBe(new Date(clock.now() + 3_600_000).toISOString());
    expect(grant.scopes).toEqual(['read:me', 'offline_access']);
    expect(bodies[0]).toMatchObject({ grant_type: 'refresh_token', client_id: 'client-1' });
  });

  it("tells a used-up grant from everything that is not the person's fault (F14)", async () => {
    const cases: [status: number, json: unknown, code: string][] = [
      [403, { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' }, 'grant_revoked'],
      [400, { error: 'invalid_grant' }, 'grant_revoked'],
      [403, { error: 'unauthorized_client', error_description: 'refresh_token is invalid' }, 'grant_revoked'],
      [403, {}, 'grant_revoked'],
      [401, { error: 'access_denied', error_description: 'Unauthorized' }, 'oauth_client_rejected'],
      [400, { error: 'invalid_request' }, 'oauth_client_rejected'],
      [500, {}, 'upstream-failed'],
      [200, { access_token: '' }, 'malformed-answer'],
    ];
    for (const [status, json, code] of cases) {
      const { signIn } = await start(() => ({ status, json }));
      const problem = await problemOf(signIn.refresh(app, refreshToken));
      expect(problem.code, `${status} ${JSON.stringify(json)}`).toBe(code);
      expect(`${problem.message} ${problem.stack}`).not.toContain('canary');
    }
  });

  it('waits for a rate limit of the token address, and never repeats a refresh that was sent (F2, F11)', async () => {
    const limited = await start((nth) =>
      nth === 1 ? { status: 429, json: '', headers: { 'retry-after': '7' } } : { json: tokens },
    );
    const before = limited.clock.now();
    await limited.signIn.refresh(app, refreshToken);
    expect(limited.clock.now() - before).toBeGreaterThanOrEqual(7_000);
    const lost = await start(() => ({ status: 502, json: '' }));
    await problemOf(lost.signIn.refresh(app, refreshToken));
    expect(lost.server.requests).toHaveLength(1);
  });
});

it('does not take trouble at the vendor’s for a word on the app', async () => {
  for (const [status, json, code] of [
    [503, {}, 'upstream-failed'],
    [500, { error: 'server_error' }, 'upstream-failed'],
    [200, {}, 'malformed-answer'],
    [401, { error: 'access_denied' }, 'oauth_client_rejected'],
    [400, { error: 'invalid_client' }, 'oauth_client_rejected'],
  ] as const) {
    const { signIn } = await start(() => ({ status, json }));
    expect((await problemOf(signIn.checkClient(app, 'https://x.example/cb'))).code, `${status}`).toBe(code);
  }
});

it('sees that the app does not know the callback address, and takes no other page for a word on it', async () => {
  const known = { status: 403, json: { error: 'invalid_grant' } };
  const page = (status: number, text: string) => start((nth) => (nth === 1 ? known : { status, json: text }));
  const callback = 'https://x.example/cb';
  const unknown = await page(403, 'Oops: redirect_uri is not registered for client');
  const problem = await problemOf(unknown.signIn.checkClient(app, callback));
  expect([problem.code, problem.detail]).toEqual(['oauth_client_rejected', 'redirect-unregistered']);
  expect(problem.hint).toContain(callback);
  expect(new URL(unknown.server.requests[1]!.url!, 'https://x').searchParams.get('redirect_uri')).toBe(callback);
  for (const other of [await page(200, 'redirect_uri is not registered'), await page(500, 'Oops')])
    await other.signIn.checkClient(app, callback);
});

it('knows that consent ends after a year, however often it is renewed, and after ninety days in which it is not', async () => {
  const { signIn } = await start(() => ({ json: {} }));
  const linkedAt = '2026-01-01T00:00:00.000Z';
  expect(signIn.consentEndsAt({ linkedAt, renewedAt: linkedAt })).toBe('2026-04-01T00:00:00.000Z');
  expect(signIn.consentEndsAt({ linkedAt, renewedAt: '2026-12-31T00:00:00.000Z' })).toBe('2027-01-01T00:00:00.000Z');
});

it('names scopes that a grant lacks, and takes silence for all', async () => {
  const { signIn } = await start(() => ({ json: {} }));
  const grant = { accessToken: refreshToken, refreshToken, expiresAt: '', scopes: [] as string[] };
  expect(signIn.missingScopes(grant)).toEqual([]);
  const asked = new URL(
    signIn.authorizeUrl({ clientId: 'c', redirectUri: 'https://x.example/cb', state: 's', codeChallenge: 'h' }),
  ).searchParams.get('scope')!;
  const all = asked.split(' ').filter((scope) => scope !== 'offline_access');
  // A refresh token shows that offline access was granted, whatever the list says.
  expect(signIn.missingScopes({ ...grant, scopes: all })).toEqual([]);
  expect(signIn.missingScopes({ ...grant, refreshToken: null, scopes: all })).toEqual(['offline_access']);
  expect(signIn.missingScopes({ ...grant, scopes: all.filter((one) => one !== 'read:me') })).toEqual(['read:me']);
});

it('asks for offline access and fewer than fifty scopes', async () => {
  const { signIn } = await start(() => ({ json: {} }));
  const url = new URL(
    signIn.authorizeUrl({ clientId: 'c', redirectUri: 'https://x.example/cb', state: 's', codeChallenge: 'h' }),
  );
  const asked = url.searchParams.get('scope')!.split(' ');
  expect(asked).toEqual(expect.arrayContaining(['offline_access', 'read:page:confluence', 'read:me']));
  expect(asked.length).toBeLessThan(50);
  expect(asked.filter((scope) => /^(write|manage|delete)/.test(scope))).toEqual([]);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ audience: 'api.atlassian.com', prompt: 'consent' });
});

it('shows each site of the product once and no other', async () => {
  const site = { id: 's1', url: 'https://a.atlassian.net', name: 'A' };
  const { signIn } = await start(() => ({
    json: [
      { ...site, scopes: ['read:page:confluence'] },
      { ...site, scopes: ['search:confluence'] },
      { id: 's2', url: 'https://b.atlassian.net', name: 'B', scopes: ['read:jira-work'] },
    ],
  }));
  expect(await signIn.sites(new Secret('access-1'))).toEqual([site]);
});
