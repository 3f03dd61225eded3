import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answer, client, get, problemOf, serve } from './wire.testbed.ts';

describe('failures of the other side (F3, F5, F6, F7)', () => {
  it('tries again after 5xx with growing waits, and then succeeds', async () => {
    const { http, clock } = client();
    const server = await serve((_request, response, nth) =>
      nth < 4 ? response.writeHead(502).end() : answer(response, { nth }),
    );
    const { body } = await http.request(get(server));
    expect(body).toEqual({ nth: 4 });
    expect(clock.slept).toEqual([500, 1000, 2000]);
  });

  it('gives up after a bounded number of tries', async () => {
    const { http } = client();
    const server = await serve((_request, response) => response.writeHead(500).end());
    const problem = await problemOf(http.request({ ...get(server), tries: 3 }));
    expect(problem).toMatchObject({ code: 'upstream-failed', detail: '500', retry: { kind: 'soon' } });
    expect(server.requests).toHaveLength(3);
  });

  it('lets a lane rest after many failures in a row, and goes on (F3)', async () => {
    const { http, clock } = client();
    const times: number[] = [];
    const server = await serve((_request, response, nth) => {
      times.push(clock.now());
      if (nth <= 20) return response.writeHead(503).end();
      answer(response, { ok: true });
    });
    const { body } = await http.request({ ...get(server), tries: 30 });
    expect(body).toEqual({ ok: true });
    const longest = Math.max(...times.slice(1).map((time, index) => time - times[index]!));
    expect(longest).toBeGreaterThanOrEqual(15_000);
  });

  it('never repeats a call that is not harmless once it was sent', async () => {
    const { http } = client();
    const server = await serve((request) => request.socket.destroy());
    const problem = await problemOf(http.request({ ...get(server), method: 'POST', body: { a: 1 } }));
    expect(problem.code).toBe('network');
    expect(server.requests).toHaveLength(1);
  });

  it('repeats a call that could not have been sent', async () => {
    const { http, clock } = client();
    const server = await serve((_request, response) => answer(response, {}));
    const { port } = server;
    await server.close();
    const problem = await problemOf(
      http.request({ url: `http://127.0.0.1:${port}/x`, method: 'POST', body: {}, expect: 'json' }),
    );
    expect(problem).toMatchObject({ code: 'network', actor: 'operator' });
    expect(clock.slept).toHaveLength(3);
  });

  it('R14: ends a wait for the head, and tries again', async () => {
    const { http } = client();
    const server = await serve((_request, response, nth) => {
      if (nth > 1) answer(response, { ok: true });
    });
    const { body } = await http.request({ ...get(server), timeoutMs: 60 });
    expect(body).toEqual({ ok: true });
  });

  it('R14: ends a body that stalls, and tries again', async () => {
    const { http } = client();
    const server = await serve((_request, response, nth) => {
      if (nth > 1) return answer(response, { ok: true });
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":');
    });
    const { body } = await http.request({ ...get(server), timeoutMs: 60 });
    expect(body).toEqual({ ok: true });
  });

  it('names a deadline that every try missed', async () => {
    const { http } = client();
    const server = await serve(() => {});
    const problem = await problemOf(http.request({ ...get(server), timeoutMs: 40, tries: 2 }));
    expect(problem).toMatchObject({ code: 'timeout', status: 504 });
  });

  const broken: [name: string, send: (response: ServerResponse) => void][] = [
    [
      'a connection that is cut in the body',
      (response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write('{"results":[');
        setTimeout(() => response.destroy(), 5);
      },
    ],
    ['JSON that is cut off', (response) => response.writeHead(200).end('{"results":[{"id":"1"')],
    ['a login page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>')],
    [
      'a body that is not gzip although it says so',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('garbage'),
    ],
    [
      'gzip that is cut off',
      (response) => {
        const packed = gzipSync(JSON.stringify({ a: 'b'.repeat(500) }));
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, 20));
      },
    ],
    ['another character set', (response) => response.writeHead(200).end(Buffer.from('{"a":"\xe4"}', 'latin1'))],
  ];
  for (const [name, send] of broken) {
    it(`takes ${name} as transient: another try heals it`, async () => {
      const { http } = client();
      const server = await serve((_request, response, nth) => (nth === 1 ? send(response) : answer(response, { nth })));
      const { body } = await http.request(get(server));
      expect(body).toEqual({ nth: 2 });
    });
    it(`never takes ${name} for an empty answer`, async () => {
      const { http } = client();
      const server = await serve((_request, response) => send(response));
      const problem = await problemOf(http.request(get(server)));
      expect(['malformed-answer', 'network']).toContain(problem.code);
      expect(problem.retry).toEqual({ kind: 'soon' });
    });
  }

  it('does not sit through the endless body of a failure', async () => {
    const { http } = client();
    const ended: string[] = [];
    const server = await serve((request, response, nth) => {
      if (nth > 1) return answer(response, { ok: true });
      response.writeHead(500);
      const flood = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1);
      response.on('close', () => {
        clearInterval(flood);
        ended.push(request.url ?? '');
      });
    });
    await http.request(get(server, '/flood'));
    while (ended.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ended).toEqual(['/flood']);
  });

  it('gives refusals to the caller, whatever their body', async () => {
    const { http } = client();
    const server = await serve((request, response) =>
      request.url === '/json'
        ? answer(response, { why: 'no' }, {}, 403)
        : response.writeHead(404, { 'content-type': 'text/html' }).end('<html>'),
    );
    expect(await http.request(get(server, '/json'))).toMatchObject({ status: 403, body: { why: 'no' } });
    expect(await http.request(get(server, '/html'))).toMatchObject({ status: 404, body: null });
    expect(server.requests).toHaveLength(2);
  });
});
