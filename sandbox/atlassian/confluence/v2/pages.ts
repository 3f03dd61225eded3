import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp, ConfluenceContext } from '../env.ts';
import type { Item } from '../item.ts';
import { answerList, baseOf, listParameter } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV2 } from '../problems.ts';
import { showItem } from '../shapes/item.ts';
import { showLabel } from '../shapes/label.ts';
import { bulkFormat, filterItems } from './filters.ts';
import { showHistory, versionsOf } from './versions.ts';

const singleFormats = new Set([
  'storage',
  'atlas_doc_format',
  'view',
  'export_view',
  'anonymous_export_view',
  'styled_view',
  'editor',
]);

function answerItems(c: ConfluenceContext, options: Parameters<typeof filterItems>[1]): Response {
  const format = bulkFormat(c);
  if (format instanceof Response) return format;
  const rows = filterItems(c, options);
  if (rows instanceof Response) return rows;
  const call = c.get('call');
  return answerList(c, { rows, idOf: (item) => item.id, show: (item) => showItem(call, item, format) });
}

function answerItem(c: ConfluenceContext, kind: Item['kind']): Response {
  const call = c.get('call');
  const id = c.req.param('id') ?? '';
  if (!/^\d{1,19}$/.test(id))
    return refuseV2(c, 400, `Provided value {${id}} for 'id' is not the correct type. Expected type is long`);
  const format = c.req.query('body-format');
  if (format !== undefined && !singleFormats.has(format))
    return refuseV2(c, 400, `Provided value {${format}} for 'body-format' is not valid`);
  const item = findItem(call, id, [kind]);
  const statuses = listParameter(c, 'status');
  if (!item || (statuses && !statuses.includes(item.status))) return refuseV2(c, 404);
  const asked = c.req.query('version');
  const version =
    asked === undefined ? undefined : versionsOf(item).find((entry) => entry.version.number === Number(asked));
  if (asked !== undefined && !version) return refuseV2(c, 404);
  const shown = version ? { ...item, title: version.title, body: version.body, version: version.version } : item;
  const included = (name: string) => c.req.query(`include-${name}`) === 'true';
  const optional = (name: string, field: string, results: readonly unknown[]) =>
    included(name)
      ? { [field]: { results, meta: { hasMore: false, cursor: '' }, _links: { self: `${c.req.path}/${name}` } } }
      : {};
  costObjects(c, 1);
  const { _links, ...rest } = showItem(call, shown, format);
  const { subtype: _subtype, ...page } = { subtype: undefined, ...rest };
  return c.json({
    ...page,
    ...optional('labels', 'labels', item.labels.map(showLabel)),
    ...optional('properties', 'properties', []),
    ...optional('operations', 'operations', [{ operation: 'read', targetType: kind }]),
    ...optional('likes', 'likes', []),
    ...optional(
      'versions',
      'versions',
      versionsOf(item).map((entry) => showHistory(entry)),
    ),
    ...(kind === 'page'
      ? optional(
          'direct-children',
          'directChildren',
          call.store.childrenOf(item.id).map((child) => ({
            id: child.id,
            status: child.status,
            title: child.title,
            type: child.kind,
            spaceId: child.spaceId,
            childPosition: child.position,
          })),
        )
      : {}),
    _links: { ..._links, base: baseOf(call.site) },
  });
}

/** Pages and blog posts: listings, by space, by label, by id. */
export function mountItems(app: ConfluenceApp): void {
  const scope = needsScope('read:page:confluence');
  const pages = { kind: 'page', defaultStatus: ['current', 'archived'] } as const;
  const posts = { kind: 'blogpost', defaultStatus: ['current'] } as const;

  app.get('/api/v2/pages', scope, (c) => answerItems(c, pages));
  app.get('/api/v2/pages/:id', scope, (c) => answerItem(c, 'page'));
  app.get('/api/v2/blogposts', scope, (c) => answerItems(c, posts));
  app.get('/api/v2/blogposts/:id', scope, (c) => answerItem(c, 'blogpost'));
  for (const [path, options] of [
    ['pages', pages],
    ['blogposts', posts],
  ] as const) {
    app.get(`/api/v2/spaces/:id/${path}`, scope, (c) =>
      c.get('call').store.spaces.has(c.req.param('id'))
        ? answerItems(c, { ...options, spaceId: c.req.param('id') })
        : refuseV2(c, 404),
    );
    app.get(`/api/v2/labels/:id/${path}`, scope, (c) => {
      const label = c.get('call').store.labelById(c.req.param('id'));
      return label === undefined ? refuseV2(c, 404) : answerItems(c, { ...options, label });
    });
  }
}
