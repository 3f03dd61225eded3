import type { GitStore } from './git-store.ts';
import type { GitHubState } from './state.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** What every route works on. */
export interface World {
  readonly state: GitHubState;
  readonly store: GitStore;
  /** Known once the server listens. */
  readonly address: { origin: string };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly webhooks: Webhooks;
  readonly limits: Limits;
  /** One at a time per repository, so that a change and what it announces belong together. */
  alone<T>(repositoryId: number, work: () => Promise<T>): Promise<T>;
}

/** Requests counted against what the host allows; times in milliseconds. */
export interface Limits {
  perMinute: number;
  perHour: number;
  primaryPerHour: number;
  readonly content: Map<number, number[]>;
  readonly primary: Map<number, { used: number; resetAt: number }>;
}

export function createWorld(state: GitHubState, store: GitStore, now: () => number): World {
  const queues = new Map<number, Promise<unknown>>();
  const address = { origin: '' };
  return {
    state,
    store,
    address,
    now,
    webhooks: createWebhooks(state, address, now),
    // docs.github.com, "Rate limits for the REST API": 80 content-generating requests a minute, 500 an hour.
    limits: { perMinute: 80, perHour: 500, primaryPerHour: 5000, content: new Map(), primary: new Map() },
    alone(repositoryId, work) {
      const mine = (queues.get(repositoryId) ?? Promise.resolve()).catch(() => undefined).then(work);
      queues.set(repositoryId, mine);
      return mine;
    },
  };
}

/** Time as the host writes it: seconds, UTC. */
export function stamp(world: Pick<World, 'now'>): string {
  return new Date(world.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function apiUrl(world: Pick<World, 'address'>): string {
  return `${world.address.origin}/api/v3`;
}
