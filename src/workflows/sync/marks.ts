import type { Page } from '../../core/page.ts';
import type { StagedPage } from '../../core/ports/page-ledger.ts';
import type { ContentSource, PageMarks, SpacePages } from '../../core/roles/content-source.ts';
import type { SyncSession } from './session.ts';

/** Up to this many pages of a space are asked for their labels one by one. */
const FEW = 40;

/** Groups items by what `keyOf` says. */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Labels and restrictions of pages; every one of them is in the answer. */
export async function marksOf(
  source: ContentSource,
  wanted: readonly SpacePages[],
): Promise<ReadonlyMap<string, PageMarks>> {
  if (source.listMarks) return source.listMarks(wanted);
  const marks = new Map<string, PageMarks>();
  for (const { space, pageIds } of wanted) {
    const [restricted, labels] = await Promise.all([
      source.listRestricted(space, pageIds),
      source.listLabels(pageIds.length > FEW ? { spaceId: space.id } : { pageIds }),
    ]);
    for (const id of pageIds) marks.set(id, { labels: labels.get(id) ?? [], restricted: restricted.has(id) });
  }
  return marks;
}

/** Labels and restrictions of pages that were read by id, exactly. */
export async function withMarks(session: SyncSession, pages: readonly Page[]): Promise<StagedPage[]> {
  const bodied = pages.filter(({ kind }) => kind === 'page' || kind === 'blog');
  const wanted = [...groupBy(bodied, (page) => page.spaceId)].map(([id, some]) => ({
    space: { id, key: some[0]!.spaceKey },
    pageIds: some.map((page) => page.id),
  }));
  const marks = await marksOf(session.source, wanted);
  return pages.map((page) => ({ page, labels: [], restricted: false, ...marks.get(page.id) }));
}
