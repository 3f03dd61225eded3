import { describe, expect, it } from 'vitest';
import { answer, client, get, problemOf, serve } from './wire.testbed.ts';

/** Something that happens once and can be awaited. */
function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
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
    it(`R14: waits as told by ${name}, and sends nothing before`, async () => {
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
