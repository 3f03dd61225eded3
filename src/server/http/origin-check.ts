import type { MiddlewareHandler } from 'hono';
import { Problem } from '../../core/problem.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

function refused(): Problem {
  return new Problem({
    code: 'origin-refused',
    message: 'The request comes from a page of another origin.',
    status: 403,
    hint: 'Use the page of this server, or a key instead of a session.',
  });
}

/**
 * Refuses changes that another site's page makes with a person's cookies (S18). Requests without
 * cookies need no check: they carry their own credential, or none.
 */
export function originCheck(allowed: readonly string[]): MiddlewareHandler {
  const origins = new Set(allowed);
  return async (c, next) => {
    if (!safe.has(c.req.method) && c.req.header('cookie')) {
      const origin = c.req.header('origin');
      if (origin !== undefined ? !origins.has(origin) : c.req.header('sec-fetch-site') !== 'same-origin') {
        throw refused();
      }
    }
    await next();
  };
}

/** Refuses any request that a browser sends from another origin, with cookies or without (DNS rebinding, S27). */
export function sameOriginOnly(allowed: readonly string[]): MiddlewareHandler {
  const origins = new Set(allowed);
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && !origins.has(origin)) throw refused();
    await next();
  };
}
