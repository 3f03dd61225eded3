import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { answer, client, get, problemOf, serve } from './wire.testbed.ts';

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
