import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp } from '../env.ts';
import { baseOf } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV2 } from '../problems.ts';
import { showPerson } from '../shapes/person.ts';

const allKinds = ['page', 'blogpost', 'folder', 'whiteboard', 'database', 'embed'] as const;

/** POSTs that read: people by id, and what kind of content ids are. */
export function mountLookups(app: ConfluenceApp): void {
  app.post('/api/v2/users-bulk', needsScope('read:user:confluence'), async (c) => {
    const { state, site } = c.get('call');
    const { accountIds } = (await c.req.json().catch(() => ({}))) as { accountIds?: unknown };
    if (!Array.isArray(accountIds) || accountIds.length > 250) return refuseV2(c, 400, 'accountIds is not valid');
    const found = state.users.filter((user) => accountIds.includes(user.accountId));
    costObjects(c, found.length, 2);
    return c.json({ results: found.map(showPerson), _links: { base: baseOf(site) } });
  });

  app.post('/api/v2/content/convert-ids-to-types', needsScope('read:content.metadata:confluence'), async (c) => {
    const { contentIds } = (await c.req.json().catch(() => ({}))) as { contentIds?: unknown };
    if (!Array.isArray(contentIds)) return refuseV2(c, 400, 'contentIds is not valid');
    const results = contentIds.map((id) => [String(id), findItem(c.get('call'), String(id), allKinds)?.kind ?? null]);
    costObjects(c, results.length);
    return c.json({ results: Object.fromEntries(results) });
  });
}
