import type { Space } from '../core/page.ts';
import type { Preview } from '../core/preview.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { Scope } from '../core/scope.ts';
import { type ListingState, planSync, previewOf, type RemotePage } from '../pipeline/sync/index.ts';
import { connectionGone, mirrorRootOf } from './connection-state.ts';
import type { WorkContext } from './context.ts';

/** Files and skipped pages that a preview names; more are counted. */
const NAMED = 500;
/** Pages that one listing call gives with bodies. */
const PAGES_A_CALL = 250;

async function listAll<Item>(
  list: (cursor: string | null) => Promise<{ items: readonly Item[]; next: string | null }>,
) {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const listing: { items: readonly Item[]; next: string | null } = await list(cursor);
    items.push(...listing.items);
    cursor = listing.next;
  } while (cursor !== null);
  return items;
}

async function readSpace(source: ContentSource, space: Space, blogs: boolean): Promise<RemotePage[]> {
  const kinds = blogs ? (['page', 'blog'] as const) : (['page'] as const);
  const pages = [];
  for (const kind of kinds)
    pages.push(...(await listAll((cursor) => source.listPages({ spaceId: space.id, kind, cursor, bodies: false }))));
  const [labels, restricted] = await Promise.all([
    source.listLabels({ spaceId: space.id }),
    source.listRestricted(space),
  ]);
  const known = new Set(pages.map((page) => page.id));
  const parents = new Set(
    pages.flatMap(({ parentId }) => (parentId === null || known.has(parentId) ? [] : [parentId])),
  );
  const containers = parents.size === 0 ? [] : await source.readContainers([...parents]);
  return [
    ...pages.map(({ body: _body, ...meta }) => ({
      meta,
      labels: labels.get(meta.id) ?? [],
      restricted: restricted.has(meta.id),
    })),
    ...containers.map((meta) => ({ meta, labels: [], restricted: false })),
  ];
}

/** What applying a scope would do, from listings without bodies. Nothing is changed anywhere. */
export async function dryRun(
  context: WorkContext,
  orgId: string,
  connectionId: string,
  scope: Scope,
): Promise<Preview> {
  const connection = await context.ports.connections.get(orgId, connectionId);
  if (!connection) throw connectionGone();
  const source = await context.openSource(connection);
  const chosen = new Set(scope.spaces.map((space) => space.key));
  const spaces = (await listAll((cursor) => source.listSpaces(cursor))).filter((space) => chosen.has(space.key));
  const remote: RemotePage[] = [];
  for (const space of spaces) remote.push(...(await readSpace(source, space, scope.blogPosts)));
  const outcome = planSync({
    scope,
    mirrorRoot: mirrorRootOf(connection),
    spaces,
    remote,
    listings: new Map(spaces.map((space): [string, ListingState] => [space.key, 'complete'])),
    confirmed: new Map(),
    failed: new Set(),
    ledger: [],
    tree: new Map(),
    guard: { files: Number.POSITIVE_INFINITY, share: 1 },
  });
  const spent = source.usage();
  const pages = outcome.counts.pages;
  // A first run lists the same with bodies; each page that comes with its body costs a point.
  return previewOf(outcome, new Map(remote.map(({ meta }) => [meta.id, meta.title])), {
    limit: NAMED,
    requests: spent.requests + Math.ceil(pages / PAGES_A_CALL),
    points: spent.points + pages,
  });
}
