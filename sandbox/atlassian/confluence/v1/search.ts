import { needsScope } from '../call.ts';
import type { Call, ConfluenceApp, ConfluenceContext } from '../env.ts';
import type { Item } from '../item.ts';
import { baseOf, listParameter, parseCursor, printCursor, resumeAt } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV1 } from '../problems.ts';
import { showAttachmentV1 } from '../shapes/attachment.ts';
import { showContent } from '../shapes/content-v1.ts';
import { webPath } from '../shapes/links.ts';
import { InvalidCql, parseCql } from './cql.ts';
import { type Hit, searchContent } from './matching.ts';

/** Rendered bodies cost the vendor more: then at most 25 results come at once. */
const rendered = /^body\.(export_view|styled_view)/;

interface Found {
  readonly rows: readonly Hit[];
  readonly total: number;
  readonly start: number;
  readonly limit: number;
  readonly expand: readonly string[];
  readonly links: Readonly<Record<string, string>>;
}

/** Runs the query of a request; a Response where it is wrong. */
function runQuery(c: ConfluenceContext): Found | Response {
  const call = c.get('call');
  const cql = c.req.query('cql');
  if (cql === undefined || cql.trim() === '') return refuseV1(c, 400, 'cql is required');
  const expand = listParameter(c, 'expand') ?? [];
  const most = expand.some((path) => rendered.test(path)) ? 25 : (call.state.settings.searchLimit ?? Infinity);
  const limit = Math.min(Number(c.req.query('limit') ?? 25) || 25, most);
  let rows: readonly Hit[];
  try {
    rows = searchContent(call, parseCql(cql));
  } catch (failure) {
    if (failure instanceof InvalidCql) return refuseV1(c, 400, failure.message);
    throw failure;
  }
  const cursorText = c.req.query('cursor');
  const cursor = cursorText ? parseCursor(cursorText) : undefined;
  if (cursor === null) return refuseV1(c, 400, 'Invalid cursor');
  const start = cursor ? resumeAt(rows, cursor, (item) => item.id) : Number(c.req.query('start') ?? 0);
  const page = rows.slice(start, start + limit);
  const path = c.req.path.slice(c.req.path.indexOf('/rest/api/'));
  const links: Record<string, string> = {
    base: baseOf(call.site),
    context: '/wiki',
    self: `${baseOf(call.site)}${path}`,
  };
  const last = page.at(-1);
  if (last && start + limit < rows.length) {
    const query = new URL(c.req.url).searchParams;
    query.set('next', 'true');
    query.set('limit', String(limit));
    query.set('cursor', printCursor(last.id, 'cql', start + page.length));
    links.next = `${path}?${query}`;
  }
  costObjects(c, page.length);
  return { rows: page, total: rows.length, start, limit, expand, links };
}

/** What was found, as v1 content; an attachment names what holds it where that is asked for. */
function showHit(call: Call, hit: Hit, expand: readonly string[]): object {
  if (hit.attachment === undefined) return showContent(call, hit as Item, expand);
  const holder = call.store.items.get(hit.attachment.itemId);
  const shown = showAttachmentV1(call, hit.attachment);
  return holder && expand.includes('container') ? { ...shown, container: showContent(call, holder, []) } : shown;
}

/** CQL search: `/content/search` gives content, `/search` gives hits with an excerpt. */
export function mountSearch(app: ConfluenceApp): void {
  const scope = needsScope('search:confluence', 'read:content-details:confluence');

  app.get('/rest/api/content/search', scope, (c) => {
    const found = runQuery(c);
    if (found instanceof Response) return found;
    const call = c.get('call');
    return c.json({
      results: found.rows.map((hit) => showHit(call, hit, found.expand)),
      start: found.start,
      limit: found.limit,
      size: found.rows.length,
      _links: found.links,
    });
  });

  app.get('/rest/api/search', scope, (c) => {
    const found = runQuery(c);
    if (found instanceof Response) return found;
    const call = c.get('call');
    const expand = found.expand.map((path) => path.replace(/^content\./, ''));
    return c.json({
      results: found.rows.map((item) => ({
        content: showHit(call, item, expand),
        title: item.title,
        excerpt: '',
        url: webPath(call.store, item as Item),
        resultGlobalContainer: {
          title: call.store.spaceOf(item).name,
          displayUrl: `/spaces/${call.store.spaceOf(item).key}`,
        },
        breadcrumbs: [],
        entityType: 'content',
        iconCssClass: `aui-icon content-type-${item.kind}`,
        lastModified: item.version.createdAt,
        friendlyLastModified: item.version.createdAt.slice(0, 10),
        score: 0,
      })),
      start: found.start,
      limit: found.limit,
      size: found.rows.length,
      totalSize: found.total,
      cqlQuery: c.req.query('cql'),
      searchDuration: 1,
      _links: found.links,
    });
  });
}
