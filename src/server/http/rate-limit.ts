import type { Context, MiddlewareHandler } from 'hono';
import { Problem } from '../../core/problem.ts';
import type { Metrics } from '../../observe/metrics.ts';

export interface RateLimit {
  /** Throws Problem `too-many-requests` with the wait. */
  take(key: string): void;
}

const MAX_KEYS = 20_000;

/** Lets `burst` calls of a key through at once and `perMinute` in the long run. State is this process's. */
export function createRateLimit(options: {
  readonly name: string;
  readonly perMinute: number;
  readonly burst: number;
  readonly now: () => number;
  readonly metrics: Metrics;
}): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perMs = options.perMinute / 60_000;

  function forgetFull(now: number): void {
    for (const [key, bucket] of buckets) {
      if (bucket.tokens + (now - bucket.at) * perMs >= options.burst) buckets.delete(key);
    }
    // A flood of distinct callers must not take the memory: the oldest go first.
    for (const key of buckets.keys()) {
      if (buckets.size <= MAX_KEYS / 2) break;
      buckets.delete(key);
    }
  }

  return {
    take(key) {
      const now = options.now();
      if (buckets.size >= MAX_KEYS) forgetFull(now);
      const last = buckets.get(key) ?? { tokens: options.burst, at: now };
      const tokens = Math.min(options.burst, last.tokens + Math.max(0, now - last.at) * perMs);
      if (tokens < 1) {
        buckets.set(key, { tokens, at: now });
        options.metrics.refusal(`rate:${options.name}`);
        throw new Problem({
          code: 'too-many-requests',
          message: 'There were too many requests in a short time.',
          status: 429,
          actor: 'nobody',
          hint: 'Wait for the time that Retry-After names.',
          retry: { kind: 'after', ms: (1 - tokens) / perMs },
        });
      }
      buckets.set(key, { tokens: tokens - 1, at: now });
    },
  };
}

export function limitBy(limit: RateLimit, keyOf: (c: Context) => string): MiddlewareHandler {
  return async (c, next) => {
    limit.take(keyOf(c));
    await next();
  };
}
