import type { Page } from '../../core/page.ts';
import type { ContentSource } from '../../core/roles/content-source.ts';
import type { SystemToken } from '../../core/roles/event-source.ts';
import { Secret } from '../../core/secret.ts';
import type { FakeClock } from '../../net/clock.testbed.ts';
import type { FixtureServer } from '../../net/server.testbed.ts';
import { client, serve } from '../../net/wire.testbed.ts';
import { createContentSource } from './content-source.ts';

/** What a scripted route says: a JSON body with 200, a status alone, or both and headers. */
export type Reply =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Record<string, string> }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string };

export type Route = (call: { readonly url: URL; readonly token: string; readonly nth: number }) => Reply;

export interface ScriptedSite {
  readonly server: FixtureServer;
  readonly source: ContentSource;
  readonly clock: FakeClock;
  /** Paths with their query that were called, in order, without the gateway's prefix. */
  readonly calls: readonly string[];
}

export function tokenUntil(value: string, expiresAt: number): SystemToken {
  return {
    token: new Secret(value),
    apiBaseUrl: 'unused',
    issuedAt: new Date(0).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

/** A source over a loopback server whose routes are scripted by path below the gateway's prefix. */
export async function startScriptedSite(
  routes: Readonly<Record<string, Route>>,
  token?: (clock: FakeClock) => Promise<SystemToken>,
): Promise<ScriptedSite> {
  const { http, clock } = client();
  const calls: string[] = [];
  const counts = new Map<string, number>();
  const server = await serve((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    const path = url.pathname.replace(/^\/ex\/confluence\/[^/]+/, '');
    calls.push(`${path}${url.search}`);
    const route = routes[path];
    const nth = (counts.get(path) ?? 0) + 1;
    counts.set(path, nth);
    const reply: Reply = route
      ? route({ url, nth, token: (request.headers.authorization ?? '').replace('Bearer ', '') })
      : { status: 404, json: { errors: [{ status: 404, code: 'NOT_FOUND', title: 'Not Found' }] } };
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end('json' in reply ? JSON.stringify(reply.json) : (reply.text ?? ''));
  });
  const source = createContentSource({
    http,
    now: clock.now,
    apiBaseUrl: server.origin,
    siteId: 'cloud-1',
    siteUrl: 'https://acme.example',
    token: () => (token ? token(clock) : Promise.resolve(tokenUntil('token-1', clock.now() + 3_600_000))),
  });
  return { server, source, clock, calls };
}

/** A page as v2 gives it. */
export function rawPage(id: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    status: 'current',
    title: `Page ${id}`,
    spaceId: '7',
    parentId: null,
    parentType: null,
    position: 1,
    authorId: 'a-1',
    createdAt: '2026-01-01T00:00:00.000Z',
    version: { number: 3, createdAt: '2026-02-01T00:00:00.000Z', authorId: 'a-2', message: '', minorEdit: false },
    body: {
      atlas_doc_format: { representation: 'atlas_doc_format', value: '{"type":"doc","version":1,"content":[]}' },
    },
    _links: { webui: `/spaces/DOC/pages/${id}/Page` },
    ...fields,
  };
}

export const spaceRoute: Route = () => ({
  json: {
    results: [{ id: '7', key: 'DOC', name: 'Docs', type: 'global', status: 'current', homepageId: '0', _links: {} }],
    _links: {},
  },
});

/** A listing without results. */
export const emptyRoute: Route = () => ({ json: { results: [], _links: {} } });

/** Every page of the fixture's space. */
export async function listAll(source: ContentSource): Promise<Page[]> {
  const all: Page[] = [];
  for (let cursor: string | null = null; ; ) {
    const listing = await source.listPages({ spaceId: '7', kind: 'page', cursor, bodies: true });
    all.push(...listing.items);
    if (listing.next === null) return all;
    cursor = listing.next;
  }
}

/** A route that serves `count` pages; the cursor is the place to go on. `fault` may answer instead. */
export function shelfRoute(
  count: number,
  fault: (ids: readonly string[], limit: number, bodies: boolean) => number | null,
): Route {
  return ({ url }) => {
    const limit = Number(url.searchParams.get('limit'));
    const at = Number(url.searchParams.get('cursor') ?? 0);
    const ids = Array.from({ length: Math.min(limit, count - at) }, (_, index) => String(at + index));
    const bodies = url.searchParams.has('body-format');
    const status = fault(ids, limit, bodies);
    if (status !== null) return { status };
    const next =
      at + limit < count ? `http://169.254.169.254/wiki/api/v2/x?limit=${limit}&cursor=${at + limit}` : undefined;
    return {
      json: {
        results: ids.map((id) => rawPage(id, bodies ? {} : { body: {} })),
        _links: { next, base: 'http://evil' },
      },
    };
  };
}
