import type { Space } from '../../core/page.ts';
import type { Listing } from '../../core/roles/content-source.ts';
import type { Client } from './client.ts';
import { toSpace } from './content-meta.ts';
import { nextCursor, PAGE_SIZE, WalkGuard } from './paging.ts';
import { refusalProblem } from './problems.ts';
import { listOf, space as spaceSchema } from './schema.ts';

const spaceList = listOf(spaceSchema);

/** Spaces of the site. Keys by id are remembered: payloads of pages name only the id. */
export class Spaces {
  readonly #client: Client;
  readonly #siteUrl: string;
  readonly #guard = new WalkGuard();
  readonly #keys = new Map<string, string>();

  constructor(client: Client, siteUrl: string) {
    this.#client = client;
    this.#siteUrl = siteUrl;
  }

  async list(cursor: string | null): Promise<Listing<Space>> {
    const what = 'the list of spaces';
    const query = { status: 'current', limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) };
    const answer = await this.#client.read(spaceList, '/wiki/api/v2/spaces', query, { what });
    const next = nextCursor(answer._links.next, what);
    this.#guard.check('spaces', cursor, next, what);
    const items = answer.results.map((raw) => toSpace(raw, this.#siteUrl));
    for (const { id, key } of items) this.#keys.set(id, key);
    return { items, next };
  }

  remember(some: readonly Pick<Space, 'id' | 'key'>[]): void {
    for (const { id, key } of some) this.#keys.set(id, key);
  }

  /** Key of a space. Throws `not-visible` where the app cannot see it. */
  async keyOf(id: string): Promise<string> {
    const keys = await this.keysOf([id]);
    const key = keys.get(id);
    if (key === undefined) throw refusalProblem(404, null, `space ${id}`);
    return key;
  }

  /** Keys by id; spaces that the app cannot see are left out. */
  async keysOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = [...new Set(ids)].filter((id) => !this.#keys.has(id));
    for (let at = 0; at < unknown.length; at += PAGE_SIZE) {
      const query = { ids: unknown.slice(at, at + PAGE_SIZE), limit: PAGE_SIZE };
      const answer = await this.#client.read(spaceList, '/wiki/api/v2/spaces', query, { what: 'spaces by id' });
      for (const { id, key } of answer.results) this.#keys.set(id, key);
    }
    return this.#keys;
  }
}
