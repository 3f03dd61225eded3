import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Problem } from '../core/problem.ts';
import { Secret } from '../core/secret.ts';
import { createFakeClock } from './fake-clock.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';
import { createHttp, type HttpOptions } from './http.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(handler: (request: IncomingMessage, response: ServerResponse, nth: number) => void) {
  const server = await startFixtureServer(handler);
  closers.push(() => server.close());
  return server;
}

function client(options: Partial<HttpOptions> = {}) {
  const clock = createFakeClock();
  const http = createHttp({
    userAgent: 'test/1',
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    allowLoopback: true,
    ...options,
  });
  closers.push(() => http.close());
  return { http, clock };
}

function answer(response: ServerResponse, value: unknown, headers: Record<string, string> = {}, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

/** Something that happens once and can be awaited. */
function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const get = (server: FixtureServer, path = '/x') => ({ url: `${server.origin}${path}`, expect: 'json' as const });

async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

describe('rate limits (F1, F2)', () => {
  const start = Date.parse('2026-03-02T10:00:00Z');
  const waits: [name: string, header: string | null, least: number, most: number][] = [
    ['seconds', '7', 7_000, 8_000],
    ['an HTTP date', new Date(start + 9_000).toUTCString(), 8_000, 10_500],
    ['a date that has passed', new Date(start - 60_000).toUTCString(), 250, 2_000],
    ['nothing', null, 250, 2_000],
    ['a negative number', '-5', 250, 2_000],
    ['garbage', 'abc', 250, 2_000],
    ['sixty seconds', '60', 60_000, 61_500],
  ];
  for (const [name, header, least, most] of waits) {
    it(`waits as told by ${name}, and sends nothing before`, async () => {
      const { http, clock } = client();
      const times: number[] = [];
      const server = await serve((_request, response, nth) => {
        times.push(clock.now());
        if (nth > 1) return answer(response, { ok: true });
        response.writeHead(429, header === null ? {} : { 'retry-after': header }).end();
      });
      await http.request(get(server));
      expect(times).toHaveLength(2);
      const elapsed = times[1]! - times[0]!;
      expect(elapsed).toBeGreaterThanOrEqual(least);
      expect(elapsed).toBeLessThanOrEqual(most);
    });
  }

  for (const [header, ms] of [
    ['61', 61_000],
    ['3600', 3_600_000],
    ['1000000000000', 3_600_000],
  ] as const) {
    it(`hands a wait of ${header} s to the caller instead of sleeping`, async () => {
      const { http, clock } = client();
      const server = await serve((_request, response) => response.writeHead(429, { 'retry-after': header }).end());
      const problem = await problemOf(http.request(get(server)));
      expect(problem.code).toBe('rate-limited');
      expect(problem.retry).toEqual({ kind: 'after', ms });
      expect(clock.slept).toEqual([]);
      expect(server.requests).toHaveLength(1);
    });
  }

  it('does not count waiting as a try', async () => {
    const { http } = client();
    const server = await serve((_request, response, nth) => {
      if (nth <= 6) return response.writeHead(429, { 'retry-after': '1' }).end();
      if (nth === 7) return response.writeHead(500).end();
      answer(response, { ok: true });
    });
    const { body } = await http.request({ ...get(server), tries: 2 });
    expect(body).toEqual({ ok: true });
  });

  it('never waits more than its patience in all', async () => {
    const { http, clock } = client();
    const server = await serve((_request, response) => response.writeHead(429, { 'retry-after': '25' }).end());
    const problem = await problemOf(http.request(get(server)));
    expect(problem.retry).toEqual({ kind: 'after', ms: 25_000 });
    expect(clock.slept.reduce((a, b) => a + b, 0)).toBeLessThan(63_000);
  });

  it('pauses every caller of the lane, and no other lane (I9)', async () => {
    const gate = signal();
    const asleep = signal();
    const { http, clock } = client({
      sleep: async (ms) => {
        asleep.resolve();
        await gate.promise;
        await clock.sleep(ms);
      },
    });
    const times: Record<string, number[]> = {};
    const server = await serve((request, response, nth) => {
      const path = request.url!;
      times[path] = [...(times[path] ?? []), clock.now()];
      if (nth === 1) return response.writeHead(429, { 'retry-after': '7' }).end();
      answer(response, {});
    });
    const began = clock.now();
    const paused = http.request({ ...get(server, '/a'), lane: 'one' });
    await asleep.promise;
    await http.request({ ...get(server, '/other'), lane: 'two' });
    const sharing = http.request({ ...get(server, '/b'), lane: 'one' });
    gate.resolve();
    await Promise.all([paused, sharing]);
    expect(times['/other']).toEqual([began]);
    expect(times['/b']![0]! - began).toBeGreaterThanOrEqual(7_000);
    expect(times['/a']![1]! - began).toBeGreaterThanOrEqual(7_000);
  });

  it('treats 503 with Retry-After as a limit', async () => {
    const { http, clock } = client();
    const began = clock.now();
    const server = await serve((_request, response, nth) =>
      nth === 1 ? response.writeHead(503, { 'retry-after': '12' }).end() : answer(response, {}),
    );
    await http.request({ ...get(server), tries: 1 });
    expect(clock.now() - began).toBeGreaterThanOrEqual(12_000);
  });

  it('rests until the reset when an answer says that nothing is left', async () => {
    const { http, clock } = client();
    const server = await serve((_request, response) =>
      answer(
        response,
        {},
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': new Date(start + 30_000).toISOString() },
      ),
    );
    await http.request(get(server));
    const before = clock.now();
    await http.request(get(server));
    expect(clock.now() - before).toBeGreaterThanOrEqual(29_000);
  });

  it('spreads calls when the limit is near', async () => {
    const { http, clock } = client();
    const server = await serve((_request, response) =>
      answer(
        response,
        {},
        {
          'x-ratelimit-remaining': '10',
          'x-ratelimit-nearlimit': 'true',
          'x-ratelimit-reset': new Date(start + 20_000).toISOString(),
        },
      ),
    );
    await http.request(get(server));
    await http.request(get(server));
    expect(clock.now() - start).toBeGreaterThanOrEqual(2_000);
    expect(clock.now() - start).toBeLessThan(5_000);
  });
});

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

  it('ends a wait for the head, and tries again', async () => {
    const { http } = client();
    const server = await serve((_request, response, nth) => {
      if (nth > 1) answer(response, { ok: true });
    });
    const { body } = await http.request({ ...get(server), timeoutMs: 60 });
    expect(body).toEqual({ ok: true });
  });

  it('ends a body that stalls, and tries again', async () => {
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

describe('sizes', () => {
  it('stops a body past its limit, declared or not, packed or not', async () => {
    const { http } = client();
    const big = Buffer.alloc(300_000, 65);
    const server = await serve((request, response) => {
      if (request.url === '/declared')
        return response.writeHead(200, { 'content-length': String(big.length) }).end(big);
      if (request.url === '/packed') return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(big));
      response.writeHead(200);
      response.write(big.subarray(0, 200_000));
      response.end(big.subarray(200_000));
    });
    for (const path of ['/declared', '/packed', '/chunked']) {
      const problem = await problemOf(
        http.request({ url: `${server.origin}${path}`, expect: 'bytes', maxBytes: 100_000 }),
      );
      expect(problem.code).toBe('answer-too-large');
    }
  });

  it('streams a body and frees its slot at the end', async () => {
    const { http } = client({ limits: { concurrency: 1 } });
    const server = await serve((_request, response) => response.end(Buffer.alloc(200_000, 1)));
    const { body } = await http.request({ url: server.origin, expect: 'stream' });
    let size = 0;
    for await (const part of body) size += (part as Buffer).length;
    expect(size).toBe(200_000);
    const again = await http.request({ url: server.origin, expect: 'bytes' });
    expect(again.body.byteLength).toBe(200_000);
  });

  it('keeps to its slots', async () => {
    const { http } = client({ limits: { concurrency: 3 } });
    let now = 0;
    let most = 0;
    const server = await serve((_request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        answer(response, {});
      }, 10);
    });
    await Promise.all(Array.from({ length: 12 }, () => http.request(get(server))));
    expect(most).toBe(3);
  });
});

describe('secrets and counts', () => {
  it('asks for the credential before each try and counts each request', async () => {
    const { http } = client();
    const server = await serve((_request, response, nth) =>
      nth < 3 ? response.writeHead(500).end() : answer(response, {}),
    );
    let asked = 0;
    const meter = { requests: 0, points: 0 };
    await http.request({
      ...get(server),
      meter,
      authorize: async () => {
        asked += 1;
        return `Bearer token-${asked}`;
      },
    });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-3',
    ]);
    expect(meter.requests).toBe(3);
  });

  it('tells nothing of query, credential or registered secret in a problem or a log line', async () => {
    const lines: unknown[] = [];
    const { http } = client({ log: (line) => lines.push(line) });
    const secret = new Secret('canary-5d1c7a90');
    const server = await serve((_request, response) => response.writeHead(500).end());
    const problem = await problemOf(
      http.request({
        url: `${server.origin}/path-${secret.reveal()}?code=canary-query`,
        expect: 'json',
        tries: 1,
        headers: { 'x-key': 'canary-header' },
        authorize: async () => 'Bearer canary-bearer',
      }),
    );
    const seen = JSON.stringify([problem, problem.message, problem.stack, String(problem.cause), lines]);
    expect(seen).not.toContain('canary');
  });
});
