import type { ContentKind, Page } from '../../core/page.ts';
import { type Problem, toProblem } from '../../core/problem.ts';
import type { Listing, PageQuery } from '../../core/roles/content-source.ts';
import type { Client, Query } from './client.ts';
import { bodyParameter, kindOf, toPage } from './content-meta.ts';
import { nextCursor, PAGE_SIZE, WalkGuard } from './paging.ts';
import { isTooHeavy } from './problems.ts';
import { content, listOf } from './schema.ts';
import type { Spaces } from './spaces.ts';

const contentList = listOf(content);

interface Slice {
  readonly results: readonly (typeof contentList)['_output']['results'][number][];
  readonly next: string | null;
}

function spaceIdsOf({ spaceId, alsoSpaceIds = [] }: PageQuery): readonly string[] {
  return [...new Set([spaceId, ...alsoSpaceIds])];
}

/**
 * Lists the pages of a space with their bodies. Where the site cannot answer for so many at once,
 * it is asked for half, down to one; a page whose body alone cannot be given comes with body null.
 */
export class PageListing {
  readonly #client: Client;
  readonly #spaces: Spaces;
  readonly #siteUrl: string;
  readonly #guard = new WalkGuard();
  /** Kinds of parents, as their children name them. */
  readonly parentKinds = new Map<string, ContentKind>();
  #limit = PAGE_SIZE;

  constructor(client: Client, spaces: Spaces, siteUrl: string) {
    this.#client = client;
    this.#spaces = spaces;
    this.#siteUrl = siteUrl;
  }

  async list(query: PageQuery): Promise<Listing<Page>> {
    const spaceIds = spaceIdsOf(query);
    const of = spaceIds.length === 1 ? `space ${query.spaceId}` : `${spaceIds.length} spaces`;
    const what = `the ${query.kind === 'blog' ? 'blog posts' : 'pages'} of ${of}`;
    const spaceKey = await this.#spaces.keyOf(query.spaceId);
    const keys = await this.#spaces.keysOf(spaceIds);
    const slice = await this.#read(query, what);
    this.#guard.check(`${query.kind} ${spaceIds.join()} ${query.bodies}`, query.cursor, slice.next, what);
    const items = new Map<string, Page>();
    for (const raw of slice.results) {
      const parentKind = kindOf(raw.parentType);
      if (raw.parentId !== null && parentKind !== null) this.parentKinds.set(raw.parentId, parentKind);
      items.set(
        raw.id,
        toPage(raw, query.kind, { siteUrl: this.#siteUrl, spaceKey: keys.get(raw.spaceId ?? '') ?? spaceKey }),
      );
    }
    return { items: [...items.values()], next: slice.next };
  }

  async #read(query: PageQuery, what: string): Promise<Slice> {
    if (!query.bodies) return this.#ask(query, PAGE_SIZE, false, what);
    for (;;) {
      try {
        const slice = await this.#ask(query, this.#limit, true, what, 1);
        this.#limit = Math.min(PAGE_SIZE, this.#limit * 2);
        return slice;
      } catch (error) {
        const problem: Problem = toProblem(error);
        if (problem.retry.kind !== 'soon') throw problem;
        if (!isTooHeavy(problem)) return this.#ask(query, this.#limit, true, what);
        if (this.#limit > 1) {
          // Each silence costs a whole deadline, so fewer steps are taken there.
          this.#limit = Math.max(1, Math.floor(this.#limit / (problem.code === 'timeout' ? 4 : 2)));
          continue;
        }
        const withoutBody = await this.#ask(query, 1, false, what);
        this.#limit = 2;
        return withoutBody;
      }
    }
  }

  async #ask(query: PageQuery, limit: number, bodies: boolean, what: string, tries?: number): Promise<Slice> {
    const blog = query.kind === 'blog';
    const spaceIds = spaceIdsOf(query);
    const inSpace = `/spaces/${encodeURIComponent(query.spaceId)}`;
    const path = `/wiki/api/v2${spaceIds.length === 1 ? inSpace : ''}/${blog ? 'blogposts' : 'pages'}`;
    const parameters: Query = {
      // An archived page is still there: its file leaves for that reason and no other.
      status: blog ? ['current'] : ['current', 'archived'],
      sort: 'id',
      limit,
      ...(spaceIds.length === 1 ? {} : { 'space-id': spaceIds }),
      ...(bodies ? { 'body-format': bodyParameter.adf } : {}),
      ...(query.cursor === null ? {} : { cursor: query.cursor }),
    };
    const answer = await this.#client.read(contentList, path, parameters, {
      what,
      ...(tries === undefined ? {} : { tries }),
    });
    return { results: answer.results, next: nextCursor(answer._links.next, what) };
  }
}
