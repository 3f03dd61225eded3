import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect } from 'vitest';
import { Problem } from '../core/problem.ts';
import { createFakeClock, type FakeClock } from './clock.testbed.ts';
import { createHttp, type HttpOptions } from './http.ts';
import type { Http } from './request.ts';
import { type FixtureServer, startFixtureServer } from './server.testbed.ts';

/** Servers and clients of one test, ended after it. */
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

export async function serve(
  handler: (request: IncomingMessage, response: ServerResponse, nth: number) => void,
): Promise<FixtureServer> {
  const server = await startFixtureServer(handler);
  closers.push(() => server.close());
  return server;
}

/** A client whose waits cost no time, with jitter in the middle of its range. */
export function client(options: Partial<HttpOptions> = {}): { readonly http: Http; readonly clock: FakeClock } {
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

export function answer(
  response: ServerResponse,
  value: unknown,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

export const get = (server: FixtureServer, path = '/x') => ({
  url: `${server.origin}${path}`,
  expect: 'json' as const,
});

/** The Problem that a call throws; anything else fails the test. */
export async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}
