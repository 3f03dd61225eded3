import { mapWide } from './batch.ts';
import { type Client, segment } from './client.ts';
import { collect, PAGE_SIZE } from './paging.ts';
import { isNotVisible } from './problems.ts';
import { content, label as labelSchema } from './schema.ts';
import { quote, searchContent } from './search.ts';
import type { Spaces } from './spaces.ts';

const WIDTH = 6;

/** Labels that somebody keeps for themselves are nobody else's. */
export function isShared(label: { readonly prefix: string | null }): boolean {
  return label.prefix !== 'my';
}

class LabelMap {
  readonly #names = new Map<string, Set<string>>();

  add(pageId: string, name: string): void {
    const names = this.#names.get(pageId) ?? new Set();
    names.add(name);
    this.#names.set(pageId, names);
  }

  sorted(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.#names].map(([id, names]) => [id, [...names].sort()]));
  }
}

/**
 * Labels of a space, inverted: one call a label rather than one a page. The vendor's description
 * names only the prefixes `my` and `team` for the list of a space's labels, so where it shows no
 * global label the pages are asked through the search instead.
 */
export async function listLabelsOfSpace(client: Client, spaces: Spaces, spaceId: string) {
  const found = new LabelMap();
  const path = `/wiki/api/v2/spaces/${segment(spaceId)}/content/labels`;
  const what = `the labels of space ${spaceId}`;
  const labels = (await collect(client, labelSchema, path, { limit: PAGE_SIZE }, what)).filter(isShared);
  if (!labels.some(({ prefix }) => prefix === 'global')) return searchLabels(client, await spaces.keyOf(spaceId));
  await mapWide(labels, WIDTH, async ({ id, name }) => {
    for (const shelf of ['pages', 'blogposts']) {
      const query = { 'space-id': spaceId, limit: PAGE_SIZE };
      const pages = await collect(
        client,
        content,
        `/wiki/api/v2/labels/${segment(id)}/${shelf}`,
        query,
        `label ${name}`,
      );
      for (const page of pages) if (page.spaceId === null || page.spaceId === spaceId) found.add(page.id, name);
    }
  });
  return found.sorted();
}

async function searchLabels(client: Client, spaceKey: string) {
  const found = new LabelMap();
  const search = {
    cql: `space = ${quote(spaceKey)} and type in (page, blogpost)`,
    expand: ['metadata.labels'],
    limit: 250,
    what: `the labels of space ${spaceKey}`,
  };
  for await (const results of searchContent(client, search))
    for (const { id, metadata } of results)
      for (const label of metadata?.labels?.results ?? []) if (isShared(label)) found.add(id, label.name);
  return found.sorted();
}

/** Labels of the given pages, one call each; pages without a label, or gone meanwhile, are left out. */
export async function listLabelsOfPages(client: Client, pageIds: readonly string[]) {
  const found = new LabelMap();
  await mapWide([...new Set(pageIds)], WIDTH, async (pageId) => {
    for (const label of await readLabels(client, pageId)) if (isShared(label)) found.add(pageId, label.name);
  });
  return found.sorted();
}

async function readLabels(client: Client, pageId: string) {
  const what = `the labels of page ${pageId}`;
  for (const shelf of ['pages', 'blogposts'])
    try {
      const path = `/wiki/api/v2/${shelf}/${segment(pageId)}/labels`;
      return await collect(client, labelSchema, path, { limit: PAGE_SIZE }, what);
    } catch (error) {
      if (!isNotVisible(error)) throw error;
    }
  return [];
}
