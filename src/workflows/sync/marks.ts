import type { Page, Space } from '../../core/page.ts';
import type { StagedPage } from '../../core/ports/page-ledger.ts';
import type { ContentSource, PageMarks } from '../../core/roles/content-source.ts';
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

/** Labels and restrictions of pages of one space; every one of them is in the answer. */
export async function marksOf(
  source: ContentSource,
  space: Pick<Space, 'id' | 'key'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PageMarks>> {
  if (source.listMarks) return source.listMarks(space, ids);
  const [restricted, labels] = await Promise.all([
    source.listRestricted(space, ids),
    source.listLabels(ids.length > FEW ? { spaceId: space.id } : { pageIds: ids }),
  ]);
  return new Map(ids.map((id) => [id, { labels: labels.get(id) ?? [], restricted: restricted.has(id) }]));
}

/** Labels and restrictions of pages that were read by id, exactly. */
export async function withMarks(session: SyncSession, pages: readonly Page[]): Promise<StagedPage[]> {
  const { source } = session;
  const staged: StagedPage[] = [];
  const bodied = pages.filter(({ kind }) => kind === 'page' || kind === 'blog');
  for (const [spaceId, some] of groupBy(bodied, (page) => page.spaceId)) {
    const ids = some.map((page) => page.id);
    const space = { id: spaceId, key: some[0]!.spaceKey };
    const marks = await marksOf(source, space, ids);
    for (const page of some) staged.push({ page, ...marks.get(page.id)! });
  }
  for (const page of pages)
    if (page.kind !== 'page' && page.kind !== 'blog') staged.push({ page, labels: [], restricted: false });
  return staged;
}
