import { createHash } from 'node:crypto';
import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp } from '../env.ts';
import { baseOf } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV1 } from '../problems.ts';
import { showRestriction } from '../shapes/content-v1.ts';

const kinds = ['page', 'blogpost', 'folder', 'whiteboard', 'database', 'embed'] as const;

/** Restrictions of an item itself. They are not inherited here: whoever wants that reads the ancestors too. */
export function mountRestrictions(app: ConfluenceApp): void {
  const scope = needsScope('read:confluence-content.all', 'read:content-details:confluence');

  app.get('/rest/api/content/:id/restriction', scope, (c) => {
    const call = c.get('call');
    const item = findItem(call, c.req.param('id'), kinds);
    if (!item) return refuseV1(c, 404);
    const results = item.readers ? [showRestriction(call, item, 'read')] : [];
    costObjects(c, results.length, 2);
    return c.json({
      results,
      start: 0,
      limit: 100,
      size: results.length,
      restrictionsHash: createHash('sha256').update(JSON.stringify(item.readers)).digest('hex').slice(0, 16),
      _links: {
        base: baseOf(call.site),
        context: '/wiki',
        self: `${baseOf(call.site)}/rest/api/content/${item.id}/restriction`,
      },
    });
  });

  app.get('/rest/api/content/:id/restriction/byOperation', scope, (c) => {
    const call = c.get('call');
    const item = findItem(call, c.req.param('id'), kinds);
    if (!item) return refuseV1(c, 404);
    costObjects(c, 2, 2);
    return c.json({
      read: showRestriction(call, item, 'read'),
      update: showRestriction(call, item, 'update'),
      _links: {
        base: baseOf(call.site),
        context: '/wiki',
        self: `${baseOf(call.site)}/rest/api/content/${item.id}/restriction/byOperation`,
      },
    });
  });
}
