import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp, ConfluenceContext } from '../env.ts';
import { baseOf, listParameter } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV1 } from '../problems.ts';
import { showAttachmentV1 } from '../shapes/attachment.ts';
import { showContent, showSpaceV1 } from '../shapes/content-v1.ts';
import { labelId } from '../shapes/label.ts';

/** A v1 list by `start` and `limit`. */
function answerPage<Row>(c: ConfluenceContext, rows: readonly Row[], show: (row: Row) => unknown): Response {
  const start = Number(c.req.query('start') ?? 0) || 0;
  const limit = Math.min(Number(c.req.query('limit') ?? 25) || 25, 250);
  const results = rows.slice(start, start + limit);
  const path = c.req.path.slice(c.req.path.indexOf('/rest/api/'));
  const links: Record<string, string> = { base: baseOf(c.get('call').site), context: '/wiki', self: path };
  if (start + limit < rows.length) links.next = `${path}?limit=${limit}&start=${start + limit}`;
  costObjects(c, results.length);
  return c.json({ results: results.map(show), start, limit, size: results.length, _links: links });
}

/**
 * Content, spaces, attachments and labels as v1 has them. The vendor took most of these out of its description and
 * serves them still; clients of today call them.
 */
export function mountContentV1(app: ConfluenceApp): void {
  const content = needsScope('read:confluence-content.all', 'read:content-details:confluence');
  const kinds = ['page', 'blogpost'] as const;

  app.get('/rest/api/content', content, (c) => {
    const call = c.get('call');
    const { spaceKey, title } = c.req.query();
    const kind = c.req.query('type') ?? 'page';
    const status = c.req.query('status') ?? 'current';
    const expand = listParameter(c, 'expand') ?? [];
    const rows = [...call.store.items.values()].filter(
      (item) =>
        item.kind === kind &&
        (status === 'any' || item.status === status) &&
        (spaceKey === undefined || call.store.spaceOf(item).key === spaceKey) &&
        (title === undefined || item.title === title) &&
        call.store.mayRead(item, call.reader),
    );
    return answerPage(c, rows, (item) => showContent(call, item, expand));
  });

  app.get('/rest/api/content/:id', content, (c) => {
    const call = c.get('call');
    const id = c.req.param('id');
    const expand = listParameter(c, 'expand') ?? [];
    const attachment = call.store.attachments.get(id);
    const item = findItem(call, attachment?.itemId ?? id, kinds);
    if (!item) return refuseV1(c, 404, `No content found with id: ${id}`);
    costObjects(c, 1);
    const asked = expand.length > 0 ? expand : ['space', 'version', 'history'];
    return c.json(attachment ? showAttachmentV1(call, attachment) : showContent(call, item, asked));
  });

  app.get(
    '/rest/api/content/:id/child/attachment',
    needsScope('read:confluence-content.summary', 'read:attachment:confluence'),
    (c) => {
      const call = c.get('call');
      const item = findItem(call, c.req.param('id'), kinds);
      if (!item) return refuseV1(c, 404);
      return answerPage(c, call.store.attachmentsByItem.get(item.id) ?? [], (row) => showAttachmentV1(call, row));
    },
  );

  app.get(
    '/rest/api/content/:id/label',
    needsScope('read:confluence-content.summary', 'read:label:confluence'),
    (c) => {
      const item = findItem(c.get('call'), c.req.param('id'), kinds);
      if (!item) return refuseV1(c, 404);
      return answerPage(c, item.labels, (name) => ({ prefix: 'global', name, id: labelId(name), label: name }));
    },
  );

  app.get('/rest/api/space', needsScope('read:confluence-space.summary', 'read:space:confluence'), (c) => {
    const call = c.get('call');
    const type = c.req.query('type');
    const rows = [...call.store.spaces.values()].filter((space) => type === undefined || space.type === type);
    return answerPage(c, rows, (space) => showSpaceV1(call, space));
  });
}
