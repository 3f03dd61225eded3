import type { ConfluenceContext } from '../env.ts';
import type { Item, ItemStatus } from '../item.ts';
import { idsParameter, listParameter } from '../paging.ts';
import { refuseV2 } from '../problems.ts';

const orders: Readonly<Record<string, (a: Item, b: Item) => number>> = {
  id: compareIds,
  'created-date': (a, b) => compareText(a.createdAt, b.createdAt) || compareIds(a, b),
  'modified-date': (a, b) => compareText(a.version.createdAt, b.version.createdAt) || compareIds(a, b),
  title: (a, b) => compareText(a.title, b.title) || compareIds(a, b),
};

/** Ids are numbers of any length. */
export function compareIds(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.length - b.id.length || compareText(a.id, b.id);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Format of bodies in listings; a Response where it is another. */
export function bulkFormat(c: ConfluenceContext): string | undefined | Response {
  const format = c.req.query('body-format');
  if (format === undefined || format === 'storage' || format === 'atlas_doc_format') return format;
  return refuseV2(c, 400, `Provided value {${format}} for 'body-format' is not valid`);
}

/** Items of a kind in the asked order that pass the listing's filters; a Response where a parameter is wrong. */
export function filterItems(
  c: ConfluenceContext,
  options: {
    readonly kind: Item['kind'];
    readonly spaceId?: string;
    readonly label?: string;
    readonly defaultStatus: readonly ItemStatus[];
  },
): readonly Item[] | Response {
  const { store, reader } = c.get('call');
  const ids = idsParameter(c, 'id');
  const spaceIds = idsParameter(c, 'space-id');
  if (ids === null || spaceIds === null)
    return refuseV2(c, 400, `Provided value for 'id' is not the correct type. Expected type is long`);
  const sort = c.req.query('sort') ?? 'id';
  const descending = sort.startsWith('-');
  const compare = orders[descending ? sort.slice(1) : sort];
  if (!compare) return refuseV2(c, 400, `Provided value {${sort}} for 'sort' is not valid`);
  const statuses = new Set<string>(listParameter(c, 'status') ?? options.defaultStatus);
  const title = c.req.query('title');
  const subtype = c.req.query('subtype');
  const rootOnly = c.req.query('depth') === 'root';
  const candidates =
    ids && options.spaceId === undefined
      ? [...ids].flatMap((id) => store.items.get(id) ?? []).sort(descending ? (a, b) => compare(b, a) : compare)
      : store.inOrder(sort, descending ? (a, b) => compare(b, a) : compare);
  return candidates.filter(
    (item) =>
      item.kind === options.kind &&
      statuses.has(item.status) &&
      (options.spaceId === undefined || item.spaceId === options.spaceId) &&
      (!spaceIds || spaceIds.has(item.spaceId)) &&
      (title === undefined || item.title === title) &&
      (subtype === undefined || item.live === (subtype === 'live')) &&
      (!rootOnly || item.parentId === null) &&
      (options.label === undefined || item.labels.includes(options.label)) &&
      store.mayRead(item, reader),
  );
}
