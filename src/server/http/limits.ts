import type { MiddlewareHandler } from 'hono';
import { Problem } from '../../core/problem.ts';
import { deliveryPath } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { keyOf } from './auth/actor.ts';
import type { AppContext, AppEnv } from './call.ts';
import { createRateLimit, limitBy } from './rate-limit.ts';

const KIB = 1024;
const ORDINARY = 1024 * KIB;

function tooLarge(maxSize: number): Problem {
  return new Problem({
    code: 'body-too-large',
    message: `The body is larger than ${maxSize / KIB} KiB.`,
    status: 413,
    hint: 'Send less at once.',
  });
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxSize: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > maxSize) throw tooLarge(maxSize);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Refuses bodies that are larger than a route can have use for. Sizes in bytes. A stated length is kept to by
 * Node itself; a body without one is read here, and no further than the limit.
 */
export function limitBody(maxSize: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const stated = c.req.header('content-length');
    if (stated !== undefined && c.req.header('transfer-encoding') === undefined) {
      if (Number(stated) > maxSize) throw tooLarge(maxSize);
      return next();
    }
    const { raw } = c.req;
    if (raw.body) {
      const { url, method, headers, signal } = raw;
      const body = await readAtMost(raw.body, maxSize);
      c.req.raw = new Request(url, { method, headers, signal, ...(body.byteLength > 0 ? { body } : {}) });
    }
    return next();
  };
}

/** The limit of every route but those of deliveries, which have their own. */
export function limitBodies(): MiddlewareHandler<AppEnv> {
  const ordinary = limitBody(ORDINARY);
  return (c, next) => (c.req.path.startsWith(deliveryPath) ? next() : ordinary(c, next));
}

/** Limits of calls (S28), by what is asked for and who asks. */
export function createLimits(deps: ServerDeps) {
  const { metrics, clock } = deps;
  const limit = (name: string, perMinute: number, burst: number) =>
    createRateLimit({ name, perMinute, burst, now: () => clock.now(), metrics });
  const address = (c: AppContext) => c.get('clientAddress');
  const bearer = (c: AppContext) => keyOf(c.req.raw.headers) ?? c.req.header('authorization') ?? address(c);
  const signIn = limit('sign-in', 20, 20);
  const callback = limit('callback', 30, 30);
  // One agent asks several things at once, and several agents may share a key.
  const agent = limit('agent', 1200, 600);
  // Made-up credentials are each new, so who sends them counts as well.
  const agents = limit('agents', 6000, 1500);
  const jobs = limit('jobs', 60, 30);
  // Far above what pages and programs ask; it stands against trying keys without end.
  const api = limit('api', 12_000, 2000);
  // A delivery that is turned away is sent again later, so this stands only against a flood.
  const delivery = limit('delivery', 60_000, 4000);
  return {
    signIn: limitBy(signIn, (c) => address(c as AppContext)),
    callback: limitBy(callback, (c) => address(c as AppContext)),
    agent: limitBy(agent, (c) => bearer(c as AppContext)),
    api: limitBy(api, (c) => address(c as AppContext)),
    agentAddress: limitBy(agents, (c) => address(c as AppContext)),
    delivery: limitBy(delivery, (c) => c.req.param('connectionId') ?? ''),
    /** Work that one organization starts. */
    takeJob: (orgId: string) => jobs.take(orgId),
  };
}

export type Limits = ReturnType<typeof createLimits>;
