import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxServer, type SandboxEnv } from './index.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  while (closing.length > 0) await closing.pop()!();
});

async function startPages() {
  const app = new Hono<SandboxEnv>();
  app.get('/api/pages/:id', (c) => {
    c.env.exchange.points = 2;
    return c.json({ id: c.req.param('id'), text: 'x'.repeat(200) });
  });
  const server = createSandboxServer({ name: 'pages', app, aliases: (path) => [path.replace(/^\/api/, '')] });
  const origin = await server.start();
  closing.push(() => server.close());
  return { origin, server };
}

describe('a stand-in', () => {
  it('logs requests with points and without the query', async () => {
    const { origin, server } = await startPages();
    expect((await fetch(`${origin}/api/pages/1?token=secret`)).status).toBe(200);
    expect(server.log.entries()).toMatchObject([
      { service: 'pages', method: 'GET', path: '/api/pages/1', status: 200, points: 2 },
    ]);
    expect(server.log.counts()).toMatchObject({ requests: 1, points: 2 });
    server.log.reset();
    expect(server.log.counts().requests).toBe(0);
  });

  it('fails a route as often as told, by either spelling of the path', async () => {
    const { origin, server } = await startPages();
    server.faults.set({ route: 'GET /pages/:id', fail: { status: 503, headers: { 'retry-after': '7' } }, times: 1 });
    const failed = await fetch(`${origin}/api/pages/1`);
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await fetch(`${origin}/api/pages/1`)).status).toBe(200);
  });

  it('lets requests pass before a fault and looks only at those that contain a text', async () => {
    const { origin, server } = await startPages();
    server.faults.set({ route: '* /api/*', contains: 'pages/7', skip: 1, fail: { status: 500 } });
    const statuses = [];
    for (const id of [1, 7, 7, 1]) statuses.push((await fetch(`${origin}/api/pages/${id}`)).status);
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  it.each(['reset', 'cut', 'drop', 'gzip'] as const)('%s gives no readable answer', async (fail) => {
    const { origin, server } = await startPages();
    server.faults.set({ route: 'GET /pages/:id', fail, times: 1 });
    await expect(fetch(`${origin}/api/pages/1`).then((answer) => answer.text())).rejects.toThrow();
    expect((await fetch(`${origin}/api/pages/1`)).status).toBe(200);
  });

  it.each(['stall', 'stall-body'] as const)('%s answers nothing in time', async (fail) => {
    const { origin, server } = await startPages();
    server.faults.set({ route: 'GET /pages/:id', fail });
    const signal = AbortSignal.timeout(200);
    await expect(fetch(`${origin}/api/pages/1`, { signal }).then((answer) => answer.text())).rejects.toThrow();
  });

  it('truncates a body and shows a login page', async () => {
    const { origin, server } = await startPages();
    server.faults.set({ route: 'GET /pages/:id', fail: 'truncate', times: 1 });
    const half = await (await fetch(`${origin}/api/pages/1`)).text();
    expect(() => JSON.parse(half)).toThrow();
    server.faults.set({ route: 'GET /pages/:id', fail: 'html', times: 1 });
    const page = await fetch(`${origin}/api/pages/1`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('is controlled over HTTP', async () => {
    const { origin } = await startPages();
    const armed = await fetch(`${origin}/_sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ route: 'GET /pages/:id', delayMs: 60, fail: { status: 418 }, times: 1 }),
    });
    expect(armed.status).toBe(201);
    const started = performance.now();
    expect((await fetch(`${origin}/api/pages/1`)).status).toBe(418);
    expect(performance.now() - started).toBeGreaterThan(50);
    const log = (await (await fetch(`${origin}/_sandbox/log`)).json()) as { entries: { status: number }[] };
    expect(log.entries.map((entry) => entry.status)).toEqual([418]);
    await fetch(`${origin}/_sandbox/clock`, { method: 'POST', body: '{"freezeAt":"2026-01-01T00:00:00Z"}' });
    const health = (await (await fetch(`${origin}/_sandbox/health`)).json()) as { now: string };
    expect(health.now).toBe('2026-01-01T00:00:00.000Z');
  });
});
