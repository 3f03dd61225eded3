import { createHash, randomBytes } from 'node:crypto';
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { auth } from '@modelcontextprotocol/sdk/client/auth.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { origin, password, type ServerBed, startServer } from '../../server.testbed.ts';
import type { Browser } from '../../testbed/browser.testbed.ts';

const redirectUri = 'http://127.0.0.1:41999/callback';
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
const accept = { accept: 'application/json, text/event-stream' };

describe('agents', () => {
  let bed: ServerBed;
  let people: Awaited<ReturnType<ServerBed['createOrg']>>;
  let fetcher: typeof fetch;
  beforeAll(async () => {
    bed = await startServer();
    people = await bed.createOrg('acme');
    await bed.createOrg('other');
    fetcher = async (input, init) => bed.server.fetch(new Request(input as string, init as RequestInit));
  });
  afterAll(() => bed?.close());

  const call = (headers: Record<string, string>, query = '?orgSlug=acme') =>
    bed.visitor().ask(`/mcp${query}`, { body: initialize, headers: { ...accept, ...headers } });

  async function register(): Promise<string> {
    const body = { client_name: 'Editor <b>', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' };
    const { json } = await bed.visitor().ask('/api/auth/oauth2/register', { body });
    return json.client_id;
  }

  async function authorize(browser: Browser, clientId: string, more: Record<string, string> = {}) {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'read offline_access',
      state: 'st',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      resource: `${origin}/mcp`,
      ...more,
    });
    const asked = await browser.ask(`/api/auth/oauth2/authorize?${query}`, { headers: { accept: 'text/html' } });
    return { verifier, location: asked.headers.get('location') ?? '' };
  }

  async function token(clientId: string, code: string, verifier: string, resource = `${origin}/mcp`) {
    const form = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
      client_id: clientId,
      resource,
    };
    return bed.visitor().ask('/api/auth/oauth2/token', { form });
  }

  it('tell a caller without a credential where tokens come from', async () => {
    const refused = await call({});
    expect(refused.status).toBe(401);
    const metadata = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')![1]!;
    for (const path of [new URL(metadata).pathname, '/.well-known/oauth-protected-resource']) {
      expect((await bed.visitor().ask(path)).json).toMatchObject({
        resource: `${origin}/mcp`,
        authorization_servers: [origin],
      });
    }
    const server = (await bed.visitor().ask('/.well-known/oauth-authorization-server')).json;
    expect(server).toMatchObject({ issuer: origin, code_challenge_methods_supported: ['S256'] });
    for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'registration_endpoint'])
      expect(server[endpoint].startsWith(`${origin}/api/auth/oauth2/`)).toBe(true);
  });

  it('leave who called which tool, and nothing of what they asked', async () => {
    const { json: key } = await people.admin.ask('/acme/api/v1/keys', { body: { name: 'CI' } });
    const use = (name: string, args: object) =>
      bed.visitor().ask('/mcp?orgSlug=acme', {
        body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
        headers: { ...accept, 'x-api-key': key.key },
      });
    await use('search', { question: 'CANARY-question' });
    await use('read', { target: 'CANARY-page' });
    const calls = async () => (await people.admin.ask('/acme/api/v1/agent-calls')).json;
    await expect.poll(calls).toMatchObject([
      { tool: 'read', outcome: 'failed', passages: null, caller: { kind: 'key', id: key.id, name: 'CI' } },
      { tool: 'search', outcome: 'answered', passages: 0, caller: { name: 'CI' } },
    ]);
    expect(JSON.stringify(await calls())).not.toContain('CANARY');
    expect((await people.member.ask('/acme/api/v1/agent-calls')).status).toBe(403);
    await people.admin.ask(`/acme/api/v1/keys/${key.id}`, { method: 'DELETE' });
    expect((await calls())[0].caller).toEqual({ kind: 'key', id: key.id, name: null });
  });

  it('are taken with a key of the organization, in either header, and with no other', async () => {
    const { json } = await people.admin.ask('/acme/api/v1/keys', { body: { name: 'agent' } });
    expect((await call({ 'x-api-key': json.key })).status).toBe(200);
    expect((await call({ authorization: `Bearer ${json.key}` })).status).toBe(200);
    expect((await call({ 'x-api-key': json.key }, '')).status).toBe(200);
    expect((await call({ 'x-api-key': json.key }, '?orgSlug=other')).status).toBe(404);
    expect((await call({ 'x-api-key': `${json.key}x` })).status).toBe(401);
    await people.admin.ask(`/acme/api/v1/keys/${json.id}`, { method: 'DELETE' });
    expect((await call({ 'x-api-key': json.key })).status).toBe(401);
  });

  it('may ask two hundred things at once with one key, and are slowed down where they never stop', async () => {
    const { json: key } = await people.admin.ask('/acme/api/v1/keys', { body: { name: 'swarm' } });
    const headers = { ...accept, 'x-api-key': key.key };
    const ask = (id: number, question: string) =>
      bed.visitor().ask('/mcp?orgSlug=acme', {
        body: { jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'search', arguments: { question } } },
        headers,
      });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, id) => ask(id, `How does part ${id} work?`)));
    expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200));
    expect(answers.map(({ json }) => json.id)).toEqual(Array.from({ length: 200 }, (_, id) => id));
    expect((await ask(1, 'x'.repeat(1_000_000))).status).toBe(413);
    expect((await call({ 'x-api-key': key.key, 'mcp-session-id': 'stolen' })).status).toBe(404);
    const flood = await Promise.all(Array.from({ length: 600 }, () => call({ 'x-api-key': key.key })));
    const refused = flood.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('are not let in by the cookies of a person, nor from a page of another origin', async () => {
    const withCookies = await people.member.ask('/mcp?orgSlug=acme', { body: initialize, headers: accept });
    expect(withCookies.status).toBe(401);
    const { json } = await people.admin.ask('/acme/api/v1/keys', { body: { name: 'agent' } });
    expect((await call({ 'x-api-key': json.key, origin: 'http://evil.example' })).status).toBe(403);
  });

  it('are linked by a person in a browser, step by step, and then see what that person may see, to the end of the membership (S25)', async () => {
    const clientId = await register();
    const browser = bed.visitor();
    const { verifier, location } = await authorize(browser, clientId);
    const page = await browser.ask(location, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:41999");
    const wrong = await browser.ask(location, { form: { email: 'member@acme.example', password: 'wrong' } });
    expect(wrong.status).toBe(401);
    const signedIn = await browser.ask(location, { form: { email: 'member@acme.example', password } });
    expect(signedIn.status).toBe(303);
    const consent = (await browser.ask(signedIn.headers.get('location')!)).headers.get('location')!;
    expect(consent).toContain('/oauth/consent');
    const asked = await browser.ask(consent, { headers: { accept: 'text/html' } });
    expect(asked.text).toContain('member@acme.example');
    expect(asked.text).not.toContain('Editor <b>');
    const denied = await browser.ask(consent, { form: { decision: 'deny' } });
    expect(new URL(denied.headers.get('location')!).searchParams.get('error')).toBe('access_denied');
    const allowed = new URL((await browser.ask(consent, { form: { decision: 'allow' } })).headers.get('location')!);
    expect(allowed.origin + allowed.pathname).toBe(redirectUri);
    const given = (await token(clientId, allowed.searchParams.get('code')!, verifier)).json;
    const bearer = { authorization: `Bearer ${given.access_token}` };

    expect((await call(bearer)).status).toBe(200);
    expect((await call(bearer, '')).status).toBe(200);
    expect((await call(bearer, '?orgSlug=other')).status).toBe(404);
    // The token is for agents' questions, not for the rest of the interface.
    expect((await bed.visitor().ask('/acme/api/v1/connectors', { headers: bearer })).status).toBe(401);

    const members = (await people.owner.ask('/acme/api/v1/members')).json as { id: string; email: string }[];
    const { id } = members.find(({ email }) => email === 'member@acme.example')!;
    await people.owner.ask(`/acme/api/v1/members/${id}`, { method: 'DELETE' });
    expect((await call(bearer)).status).toBe(404);
  });

  it('are refused with tokens for another audience, another scope, or of nobody here', async () => {
    const clientId = await register();
    const browser = await bed.signIn('admin@acme.example');
    const grant = async (more: Record<string, string>, resource?: string) => {
      const { verifier, location } = await authorize(browser, clientId, more);
      const consented = await browser.ask(location, { form: { decision: 'allow' } });
      const code = new URL(consented.headers.get('location') ?? location).searchParams.get('code') ?? '';
      return (await token(clientId, code, verifier, resource)).json.access_token as string | undefined;
    };
    const noRead = await grant({ scope: 'openid profile' });
    const refused = await call({ authorization: `Bearer ${noRead}` });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
    const elsewhere = await grant({ resource: 'https://elsewhere.example/mcp' }, 'https://elsewhere.example/mcp');
    expect(elsewhere).toBeUndefined();
    for (const bad of ['abc', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])
      expect((await call({ authorization: `Bearer ${bad}` })).status, bad).toBe(401);
    const session = [...browser.cookies.values()][0]!;
    expect((await call({ authorization: `Bearer ${decodeURIComponent(session)}` })).status).toBe(401);
  });

  it('find their way as the official client does, from the address of the server alone', async () => {
    const saved: { target?: URL; client?: unknown; tokens?: { access_token: string }; verifier?: string } = {};
    const provider: OAuthClientProvider = {
      redirectUrl: redirectUri,
      clientMetadata: { client_name: 'SDK', redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' },
      clientInformation: () => saved.client as never,
      saveClientInformation: (client) => {
        saved.client = client;
      },
      tokens: () => saved.tokens as never,
      saveTokens: (tokens) => {
        saved.tokens = tokens;
      },
      redirectToAuthorization: (url) => {
        saved.target = url;
      },
      saveCodeVerifier: (verifier) => {
        saved.verifier = verifier;
      },
      codeVerifier: () => saved.verifier ?? '',
    };
    const serverUrl = `${origin}/mcp?orgSlug=acme`;
    expect(await auth(provider, { serverUrl, fetchFn: fetcher })).toBe('REDIRECT');
    const browser = await bed.signIn('admin@acme.example');
    const asked = await browser.ask(saved.target!.toString().slice(origin.length), {
      headers: { accept: 'text/html' },
    });
    const back = await browser.ask(asked.headers.get('location')!, { form: { decision: 'allow' } });
    const authorizationCode = new URL(back.headers.get('location')!).searchParams.get('code')!;
    expect(await auth(provider, { serverUrl, authorizationCode, fetchFn: fetcher })).toBe('AUTHORIZED');
    expect((await call({ authorization: `Bearer ${saved.tokens!.access_token}` })).status).toBe(200);
  });
});
