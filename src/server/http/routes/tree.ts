import { z } from '@hono/zod-openapi';
import type { Space } from '../../../core/page.ts';
import type { ContentSource, TreeItem } from '../../../core/roles/content-source.ts';
import { sourceRoutes } from '../../contract.ts';
import { notFound } from '../access.ts';
import { sourceOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionQuery } from '../shapes.ts';

const MAX_LISTING_PAGES = 200;

const space = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  url: z.string(),
  personal: z.boolean(),
});

const item = z.object({
  id: z.string(),
  kind: z.enum(['page', 'blog', 'folder', 'whiteboard', 'database', 'embed']),
  title: z.string(),
  parentId: z.string().nullable(),
  hasChildren: z.boolean(),
});

const listing = <Item extends z.ZodType>(of: Item) => z.object({ items: z.array(of), next: z.string().nullable() });
const key = z.object({ key: z.string().max(255) });
const cursor = z.string().max(4000).optional();

function show({ page, hasChildren }: TreeItem): z.input<typeof item> {
  const { id, kind, title, parentId } = page;
  return { id, kind, title, parentId, hasChildren };
}

async function spaceByKey(source: ContentSource, known: readonly Space[], wanted: string): Promise<Space> {
  const stored = known.find((one) => one.key === wanted);
  if (stored) return stored;
  let at: string | null = null;
  for (let page = 0; page < MAX_LISTING_PAGES; page += 1) {
    const { items, next }: Awaited<ReturnType<ContentSource['listSpaces']>> = await source.listSpaces(at);
    const found = items.find((one) => one.key === wanted);
    if (found) return found;
    if (next === null) break;
    at = next;
  }
  throw notFound(`The space ${wanted}`);
}

/** The tree from which the scope is picked, read live as the app sees it. */
export function addTreeRoutes(kit: RouteKit): void {
  const { deps } = kit;
  const open = async (orgId: string, id: string | undefined) => {
    const { connection } = await sourceOf(deps, orgId, id);
    return { connection, source: await deps.openSource(connection) };
  };

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/available-spaces`,
      access: 'admin',
      summary: 'Spaces that the app can see.',
      query: connectionQuery.extend({ cursor }),
      answer: listing(space),
    },
    async ({ org, query }) => {
      const { connection, source } = await open(org.id, query.connectionId);
      const { items, next } = await source.listSpaces(query.cursor ?? null);
      await deps.ports.ledger.saveSpaces(org.id, connection.id, items);
      return { items: [...items], next };
    },
  );

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/available-spaces/{key}/pages`,
      access: 'admin',
      summary: 'One level of the page tree of a space.',
      params: key,
      query: connectionQuery.extend({ parentId: z.string().max(40).optional(), cursor }),
      answer: listing(item),
    },
    async ({ org, params, query }) => {
      const { connection, source } = await open(org.id, query.connectionId);
      const known = await deps.ports.ledger.spaces(org.id, connection.id);
      const { id } = await spaceByKey(source, known, params.key);
      const parent = { spaceId: id, parentId: query.parentId ?? null };
      const { items, next } = await source.listChildren(parent, query.cursor ?? null);
      return { items: items.map(show), next };
    },
  );

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/available-spaces/{key}/search`,
      access: 'admin',
      summary: 'Pages of a space by words of their title.',
      params: key,
      query: connectionQuery.extend({ q: z.string().trim().min(1).max(200) }),
      answer: z.object({ items: z.array(item) }),
    },
    async ({ org, params, query }) => {
      const { source } = await open(org.id, query.connectionId);
      const found = await source.searchPages({ spaceKey: params.key, text: query.q });
      return { items: found.map(show) };
    },
  );
}
