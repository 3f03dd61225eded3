import type { AtlassianState } from '../state.ts';
import type { ConfluenceContext } from './env.ts';

const hour = 3_600_000;

/** Points used by an app in the running UTC hour, over all sites. */
const used = new WeakMap<AtlassianState, Map<string, { hour: number; points: number }>>();

function bucketOf(c: ConfluenceContext): { hour: number; points: number } | null {
  const { state, principal } = c.get('call');
  // Traffic with API tokens is exempt.
  if (principal.kind === 'person') return null;
  const app = principal.kind === 'app' ? principal.appId : principal.clientId;
  const buckets = used.get(state) ?? new Map<string, { hour: number; points: number }>();
  used.set(state, buckets);
  const now = Math.floor(state.clock.now() / hour);
  const bucket = buckets.get(app);
  if (bucket?.hour === now) return bucket;
  const fresh = { hour: now, points: 0 };
  buckets.set(app, fresh);
  return fresh;
}

function headersOf(c: ConfluenceContext, limit: number, points: number): Record<string, string> {
  const { state } = c.get('call');
  const reset = new Date((Math.floor(state.clock.now() / hour) + 1) * hour);
  const remaining = Math.max(0, limit - points);
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': reset.toISOString().replace(/\.\d+Z$/, 'Z'),
    'X-RateLimit-NearLimit': String(remaining < limit * 0.2),
  };
}

/** 429 with `Retry-After` up to the next full UTC hour once the budget is spent; undefined while it is not. */
export function refuseOverBudget(c: ConfluenceContext): Response | undefined {
  const { state } = c.get('call');
  const limit = state.settings.pointsPerHour;
  const bucket = bucketOf(c);
  if (limit === null || !bucket || bucket.points < limit) return undefined;
  const seconds = Math.ceil((hour - (state.clock.now() % hour)) / 1000);
  return c.json({ code: 429, message: 'Rate limit exceeded' }, 429, {
    ...headersOf(c, limit, bucket.points),
    'Retry-After': String(seconds),
    'RateLimit-Reason': 'confluence-quota-global-based',
  });
}

/** Books the cost of the answered request and says what is left. */
export function chargePoints(c: ConfluenceContext): void {
  const { state } = c.get('call');
  const bucket = bucketOf(c);
  if (!bucket) {
    c.env.exchange.points = 0;
    return;
  }
  bucket.points += c.env.exchange.points;
  if (state.settings.pointsPerHour === null) return;
  const headers = headersOf(c, state.settings.pointsPerHour, bucket.points);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
}

/** Adds what the objects of an answer cost: 1 a piece, 2 for people and permissions. */
export function costObjects(c: ConfluenceContext, count: number, each: 1 | 2 = 1): void {
  c.env.exchange.points += count * each;
}
