import type { ContentKind } from '../../core/page.ts';
import type { Listing, TreeItem } from '../../core/roles/content-source.ts';
import { mapWide } from './batch.ts';
import { type Client, segment } from './client.ts';
import { containerPaths } from './containers.ts';
import { kindOf } from './content-meta.ts';
import { nextCursor } from './paging.ts';
import { isNotVisible, refusalProblem } from './problems.ts';
import { child, content, listOf } from './schema.ts';
import { quote, searchContent } from './search.ts';
import type { Spaces } from './spaces.ts';

const childList = listOf(child);
const contentList = listOf(content);
/** Items of a level at a time; each costs one more call, for whether it has children. */
const LEVEL_SIZE = 50;
const WIDTH = 6;
const SEARCH_SIZE = 25;

function branchPath(kind: ContentKind): string | null {
  if (kind === 'page') return '/wiki/api/v2/pages';
  return containerPaths[kind] ?? null;
}

/** The tree of a space, level by level, for the scope picker. */
export class Tree {
  readonly #client: Client;
  readonly #spaces: Spaces;
  /** Kinds of items that were shown, so that opening one needs no guessing. */
  readonly #kinds = new Map<string, ContentKind>();

  constructor(client: Client, spaces: Spaces) {
    this.#client = client;
    this.#spaces = spaces;
  }

  async children(
    parent: { readonly spaceId: string; readonly parentId: string | null },
    cursor: string | null,
  ): Promise<Listing<TreeItem>> {
    const spaceKey = await this.#spaces.keyOf(parent.spaceId);
    const level =
      parent.parentId === null
        ? await this.#roots(parent.spaceId, cursor)
        : await this.#branch(parent.parentId, LEVEL_SIZE, cursor);
    const items = await mapWide(level.items, WIDTH, async ({ id, kind, title }): Promise<TreeItem> => {
      this.#kinds.set(id, kind);
      return {
        page: { id, kind, title, parentId: parent.parentId, spaceKey },
        hasChildren: await this.#hasChildren(id, kind),
      };
    });
    return { items, next: level.next };
  }

  async #roots(spaceId: string, cursor: string | null) {
    const what = `the top of space ${spaceId}`;
    const query = { depth: 'root', status: 'current', limit: LEVEL_SIZE, ...(cursor === null ? {} : { cursor }) };
    const path = `/wiki/api/v2/spaces/${segment(spaceId)}/pages`;
    const answer = await this.#client.read(contentList, path, query, { what });
    const pages = answer.results.map(({ id, title }) => ({ id, kind: 'page' as const, title: title ?? '' }));
    const containers = cursor === null ? await this.#rootContainers(spaceId, what) : [];
    return { items: [...pages, ...containers], next: nextCursor(answer._links.next, what) };
  }

  /** Folders and the like at the top: no listing shows them, only the search does. */
  async #rootContainers(spaceId: string, what: string) {
    const space = quote(await this.#spaces.keyOf(spaceId));
    const cql = `space = ${space} and type in (folder, whiteboard, database, embed)`;
    const found: { readonly id: string; readonly kind: ContentKind; readonly title: string }[] = [];
    for await (const results of searchContent(this.#client, { cql, expand: ['ancestors'], limit: 100, what }))
      for (const { id, type, title, ancestors } of results) {
        const kind = kindOf(type);
        if (kind !== null && ancestors?.length === 0) found.push({ id, kind, title: title ?? '' });
      }
    return found;
  }

  async #branch(id: string, limit: number, cursor: string | null) {
    const what = `the children of ${id}`;
    const query = { limit, ...(cursor === null ? {} : { cursor }) };
    const known = this.#kinds.get(id);
    const kinds: readonly ContentKind[] = known ? [known] : ['page', 'folder', 'whiteboard', 'database', 'embed'];
    for (const kind of kinds) {
      const base = branchPath(kind);
      if (base === null) continue;
      const answer = await this.#client.find(childList, `${base}/${segment(id)}/direct-children`, query, { what });
      if (answer === null) continue;
      const items = answer.results.flatMap(({ id: childId, title, type, status }) => {
        const childKind = kindOf(type);
        if (childKind === null || (status !== null && status !== 'current')) return [];
        return [{ id: childId, kind: childKind, title: title ?? '' }];
      });
      return { items, next: nextCursor(answer._links.next, what) };
    }
    throw refusalProblem(404, null, what);
  }

  async #hasChildren(id: string, kind: ContentKind): Promise<boolean> {
    if (branchPath(kind) === null) return false;
    try {
      return (await this.#branch(id, 1, null)).items.length > 0;
    } catch (error) {
      if (isNotVisible(error)) return false;
      throw error;
    }
  }

  async search(query: { readonly spaceKey: string; readonly text: string }): Promise<readonly TreeItem[]> {
    const words = query.text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    if (words === '') return [];
    const titled = `title ~ ${quote(`${words}*`)} or title ~ ${quote(words)} or title = ${quote(query.text.trim())}`;
    const cql = `space = ${quote(query.spaceKey)} and type = page and (${titled})`;
    const what = `a search in space ${query.spaceKey}`;
    const expand = ['ancestors', 'childTypes.page'];
    const first = await searchContent(this.#client, { cql, expand, limit: SEARCH_SIZE, what }).next();
    const found = first.done ? [] : first.value;
    return mapWide(found, WIDTH, async ({ id, title, ancestors, childTypes }): Promise<TreeItem> => {
      this.#kinds.set(id, 'page');
      return {
        page: {
          id,
          kind: 'page',
          title: title ?? '',
          parentId: ancestors?.at(-1)?.id ?? null,
          spaceKey: query.spaceKey,
        },
        hasChildren: childTypes?.page?.value ?? (await this.#hasChildren(id, 'page')),
      };
    });
  }
}
