import type { MiddlewareHandler } from 'hono';
import { unstorableIn, unstorableMessage } from '../unstorable.ts';
import { notFound } from './access.ts';
import type { AppEnv } from './call.ts';
import { InvalidRequest } from './problem-answer.ts';

/** Every text of a described request comes by here, once it has its shape. Throws InvalidRequest. */
export function refuseUnstorable(data: unknown): void {
  const errors = unstorableIn(data).map((path) => ({ path, message: unstorableMessage }));
  if (errors.length > 0) throw new InvalidRequest(errors);
}

/**
 * Turns away addresses that hold NUL, whatever reads them: nothing is found at such a path, and a query is refused.
 * Halves of pairs cannot be written in one.
 */
export function storableAddresses(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { url } = c.req;
    if (url.includes('%00')) {
      if (url.split('?', 1)[0]!.includes('%00')) throw notFound('This address');
      throw new InvalidRequest([{ path: 'query', message: unstorableMessage }]);
    }
    await next();
  };
}

/** Turns away bodies, JSON or of a form, that hold such text, for routes that something else reads. */
export function storableBodies(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method === 'POST') {
      const text = await c.req.raw.clone().text();
      const isJson = /^application\/json\b/i.test(c.req.header('content-type') ?? '');
      refuseUnstorable(isJson ? parsed(text) : Object.fromEntries(new URLSearchParams(text)));
    }
    await next();
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever reads it says what is wrong with it.
    return null;
  }
}
