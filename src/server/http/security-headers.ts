import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { pageStyle } from './html.ts';

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

/** Form targets that some page needs, e.g. the host that an app is created on. */
export function contentSecurityPolicy(formTargets: readonly string[] = []): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'sha256-${styleHash}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
  ].join('; ');
}

/** Headers of every answer. */
export function securityHeaders(options: {
  readonly https: boolean;
  readonly formTargets: readonly string[];
}): MiddlewareHandler {
  const policy = contentSecurityPolicy(options.formTargets);
  return async (c, next) => {
    await next();
    const headers = c.res.headers;
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy);
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('X-Frame-Options', 'DENY');
    // With `no-referrer` browsers leave the origin out of forms, and the origin check could not tell ours.
    headers.set('Referrer-Policy', 'same-origin');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    if (options.https) headers.set('Strict-Transport-Security', 'max-age=31536000');
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  };
}
