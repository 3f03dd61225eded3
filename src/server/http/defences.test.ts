import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { origin, password, type ServerBed, startServer } from '../server.testbed.ts';

describe('defences of every route', () => {
  let time = Date.parse('2026-06-01T12:00:00Z');
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  beforeAll(async () => {
    bed = await startServer({ now: () => time });
    ours = await bed.createOrg('acme');
  });
  afterAll(() => bed?.close());

  const create = (headers: Record<string, string>) =>
    ours.admin.ask('/acme/api/v1/connectors', { body: { connector: 'wiki' }, headers });

  it('let no page of another origin change anything with somebody’s cookies (S18)', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${origin}.evil.example` },
      { origin: origin.replace('3999', '3998') },
    ]) {
      const answer = await create(headers);
      expect([headers.origin, answer.status, answer.json.code]).toEqual([headers.origin, 403, 'origin-refused']);
    }
    const form = await ours.admin.ask('/acme/api/v1/connectors/atlassian/sync', {
      form: { action: 'start' },
      headers: { origin: 'https://evil.example' },
    });
    expect(form.status).toBe(403);
    expect((await ours.admin.ask('/acme/api/v1/connectors')).json).toEqual([]);
    expect((await create({})).status).toBe(201);
  });

  it('take no change from a request whose origin is unknown, unless the browser vouches for it', async () => {
    const without = async (more: Record<string, string>) => {
      const response = await bed.server.fetch(
        new Request(`${origin}/acme/api/v1/connectors`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            cookie: [...ours.admin.cookies].map((pair) => pair.join('=')).join('; '),
            ...more,
          },
          body: JSON.stringify({ connector: 'hub' }),
        }),
      );
      return response.status;
    };
    expect(await without({})).toBe(403);
    expect(await without({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await without({ 'sec-fetch-site': 'same-origin' })).toBe(201);
  });

  it('answer failures as problem documents with a code and a hint', async () => {
    const answer = await ours.admin.ask('/acme/api/v1/connectors', { body: { connector: 5 } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.json).toMatchObject({
      type: 'urn:ctxpipe:problem:invalid-request',
      status: 400,
      code: 'invalid-request',
      actor: 'operator',
      errors: [{ path: 'connector' }],
    });
    expect(answer.json.instance).toBe(answer.headers.get('x-request-id'));
    const broken = await bed.server.fetch(
      new Request(`${origin}/acme/api/v1/ask`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin,
          cookie: [...ours.admin.cookies].map((pair) => pair.join('=')).join('; '),
        },
        body: '{',
      }),
    );
    expect([broken.status, ((await broken.json()) as { code: string }).code]).toEqual([400, 'http-400']);
    expect((await bed.visitor().ask('/nowhere')).json).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('tell nothing of what failed inside, and leave a person a page', async () => {
    const { list } = bed.ports.connections;
    bed.ports.connections.list = async () => {
      throw new Error('password of the database is hunter2');
    };
    const answer = await ours.admin.ask('/acme/api/v1/connectors', { headers: { 'x-request-id': 'asked-for-1' } });
    const page = await ours.admin.ask('/acme/api/v1/connectors', { headers: { accept: 'text/html' } });
    bed.ports.connections.list = list;
    expect(answer.json).toMatchObject({ status: 500, code: 'internal', actor: 'support', instance: 'asked-for-1' });
    expect(answer.text + page.text).not.toContain('hunter2');
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  it('send headers that keep a browser from doing more than it should', async () => {
    for (const path of ['/acme/api/v1/connectors', '/health/live', '/nowhere']) {
      const { headers } = await ours.admin.ask(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).not.toContain('unsafe-');
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self' https://git.example");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('refuse bodies that are too large (S34)', async () => {
    const answer = await ours.admin.ask('/acme/api/v1/ask', { body: { question: 'x'.repeat(1_100_000) } });
    expect([answer.status, answer.json.code]).toEqual([413, 'body-too-large']);
  });

  it('slow down whoever tries passwords, and say when to come back (S28)', async () => {
    const attempt = () =>
      bed.visitor().ask('/api/auth/sign-in/email', { body: { email: 'admin@acme.example', password: 'x'.repeat(12) } });
    let answer = await attempt();
    for (let tried = 0; answer.status === 401 && tried < 30; tried += 1) answer = await attempt();
    expect([answer.status, answer.json.code]).toEqual([429, 'too-many-requests']);
    const wait = Number(answer.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    const right = { email: 'admin@acme.example', password };
    expect((await bed.visitor().ask('/api/auth/sign-in/email', { body: right })).status).toBe(429);
    time += wait * 1000;
    expect((await bed.visitor().ask('/api/auth/sign-in/email', { body: right })).status).toBe(200);
  });

  it('keep one organization from starting work without end', async () => {
    const start = () => ours.admin.ask('/acme/api/v1/connectors/atlassian/sync', { body: { action: 'pause' } });
    let answer = await start();
    for (let tried = 0; answer.status === 200 && tried < 60; tried += 1) answer = await start();
    expect(answer.status).toBe(429);
    expect((await ours.admin.ask('/acme/api/v1/connectors')).status).toBe(200);
  });

  it('say whether the process lives and can work', async () => {
    const visitor = bed.visitor();
    expect((await visitor.ask('/health/live')).json).toMatchObject({ live: true });
    expect((await visitor.ask('/health/ready')).json).toEqual({ ready: true, checks: { database: 'ok' } });
    const metrics = await visitor.ask('/metrics');
    expect(metrics.text).toContain('route="/:orgSlug/api/v1/connectors"');
    expect(metrics.text).not.toContain('acme');
  });
});
