import type { z } from 'zod';
import type { Client, Query } from './client.ts';
import { cycleProblem, shapeProblem } from './problems.ts';
import { listOf } from './schema.ts';

/** Most that v2 gives at a time. */
export const PAGE_SIZE = 250;
const WALK_BOUND = 20_000;

/**
 * The query of a `_links.next`, and nothing else of it: it is relative, lacks the gateway's prefix,
 * and an address out of an answer is never called.
 */
export function nextQuery(next: string | null): URLSearchParams | null {
  if (next === null || next === '') return null;
  const mark = next.indexOf('?');
  return mark < 0 ? new URLSearchParams() : new URLSearchParams(next.slice(mark + 1).split('#')[0]);
}

/** The v2 cursor of a `_links.next`; null at the end. */
export function nextCursor(next: string | null, what: string): string | null {
  const query = nextQuery(next);
  if (query === null) return null;
  const cursor = query.get('cursor');
  if (cursor === null || cursor === '') throw shapeProblem(what, '_links.next: no cursor');
  return cursor;
}

/** Every result of a listing, first to last. Throws where it leads back to itself. */
export async function* walk<Item extends z.ZodType>(
  client: Client,
  item: Item,
  path: string,
  query: Query,
  what: string,
): AsyncGenerator<readonly z.output<Item>[]> {
  const seen = new Set<string>();
  const schema = listOf(item);
  let next: Query | URLSearchParams = query;
  for (let round = 0; round < WALK_BOUND; round += 1) {
    const page: { results: z.output<Item>[]; _links: { next: string | null } } = await client.read(schema, path, next, {
      what,
    });
    yield page.results;
    const following = nextQuery(page._links.next);
    if (following === null) return;
    const mark = following.toString();
    if (seen.has(mark)) throw cycleProblem(what);
    seen.add(mark);
    for (const [name, value] of Object.entries(query))
      if (!following.has(name))
        for (const one of Array.isArray(value) ? value : [value]) following.append(name, String(one));
    next = following;
  }
  throw cycleProblem(what);
}

/** As `walk`, all at once. */
export async function collect<Item extends z.ZodType>(
  client: Client,
  item: Item,
  path: string,
  query: Query,
  what: string,
): Promise<z.output<Item>[]> {
  const all: z.output<Item>[] = [];
  for await (const results of walk(client, item, path, query, what)) all.push(...results);
  return all;
}

/** Notices a caller's walk that comes by a cursor it has passed. Going on from an earlier one is no cycle. */
export class WalkGuard {
  readonly #trails = new Map<string, (string | null)[]>();

  check(walkName: string, from: string | null, next: string | null, what: string): void {
    const trail = this.#trails.get(walkName) ?? [];
    const at = trail.indexOf(from);
    const passed = at < 0 ? [from] : trail.slice(0, at + 1);
    if (next === null) {
      this.#trails.delete(walkName);
      return;
    }
    if (passed.includes(next)) throw cycleProblem(what);
    this.#trails.set(walkName, [...passed, next]);
  }
}
