import type { Actor } from './auth.ts';
import { ApiError } from './errors.ts';
import type { World } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What is left of an installation's hour; anonymous and app requests share one count each. */
export function primaryOf(world: World, actor: Actor): { used: number; resetAt: number } {
  const id = actor.kind === 'installation' ? actor.installation.id : actor.kind === 'app' ? actor.app.id : 0;
  const now = world.now();
  const current = world.limits.primary.get(id);
  if (current && current.resetAt > now) return current;
  const fresh = { used: 0, resetAt: now + hour };
  world.limits.primary.set(id, fresh);
  return fresh;
}

export function rateHeaders(world: World, actor: Actor): Record<string, string> {
  const { used, resetAt } = primaryOf(world, actor);
  const limit = world.limits.primaryPerHour;
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, limit - used)),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
    'x-ratelimit-resource': 'core',
  };
}

/** Counts a request and refuses it where a limit is used up. */
export function spend(world: World, actor: Actor, method: string, path: string): void {
  if (path.endsWith('/rate_limit')) return;
  const primary = primaryOf(world, actor);
  if (primary.used >= world.limits.primaryPerHour) {
    throw new ApiError(403, 'API rate limit exceeded for installation.', { headers: rateHeaders(world, actor) });
  }
  primary.used += 1;
  if (actor.kind === 'installation' && method !== 'GET') spendContent(world, actor.installation.id);
}

function spendContent(world: World, installationId: number): void {
  const { content, perMinute, perHour } = world.limits;
  const now = world.now();
  const times = (content.get(installationId) ?? []).filter((time) => time > now - hour);
  const lately = times.filter((time) => time > now - minute);
  const wait =
    times.length >= perHour
      ? (times[times.length - perHour] ?? now) + hour - now
      : lately.length >= perMinute
        ? (lately[lately.length - perMinute] ?? now) + minute - now
        : 0;
  content.set(installationId, times);
  if (wait > 0) {
    throw new ApiError(
      403,
      'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.',
      { headers: { 'retry-after': String(Math.ceil(wait / 1000)) } },
    );
  }
  times.push(now);
}
