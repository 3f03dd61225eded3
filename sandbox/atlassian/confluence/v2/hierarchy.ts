import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp, ConfluenceContext } from '../env.ts';
import type { Item, ItemStatus } from '../item.ts';
import { answerList, baseOf } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV2 } from '../problems.ts';
import { showContainer } from '../shapes/item.ts';

const kinds = {
  pages: 'page',
  folders: 'folder',
  whiteboards: 'whiteboard',
  databases: 'database',
  embeds: 'embed',
} as const;
const listed: readonly ItemStatus[] = ['current', 'archived'];

function visibleChildren(c: ConfluenceContext, parentId: string): Item[] {
  const { store, reader } = c.get('call');
  return store.childrenOf(parentId).filter((child) => listed.includes(child.status) && store.mayRead(child, reader));
}

/** Everything below, breadth first; bounded, since a parent chain may be a circle. */
function descendantsOf(c: ConfluenceContext, root: Item, depth: number) {
  const found: { readonly item: Item; readonly depth: number }[] = [];
  const seen = new Set([root.id]);
  let level = [root.id];
  for (let at = 1; at <= depth && level.length > 0; at += 1) {
    const next: string[] = [];
    for (const parentId of level)
      for (const child of visibleChildren(c, parentId)) {
        if (seen.has(child.id)) continue;
        seen.add(child.id);
        found.push({ item: child, depth: at });
        next.push(child.id);
      }
    level = next;
  }
  return found;
}

/** The tree: bodyless things by id, direct children, descendants, ancestors. */
export function mountHierarchy(app: ConfluenceApp): void {
  const walks = needsScope('read:hierarchical-content:confluence');

  for (const [path, kind] of Object.entries(kinds)) {
    if (kind !== 'page')
      app.get(`/api/v2/${path}/:id`, needsScope(`read:${kind}:confluence`), (c) => {
        const call = c.get('call');
        const item = findItem(call, c.req.param('id'), [kind]);
        if (!item) return refuseV2(c, 404);
        costObjects(c, 1);
        const { _links, ...shown } = showContainer(call, item);
        return c.json({ ...shown, _links: { ..._links, base: baseOf(call.site) } });
      });

    app.get(`/api/v2/${path}/:id/direct-children`, walks, (c) => {
      const item = findItem(c.get('call'), c.req.param('id'), [kind]);
      if (!item) return refuseV2(c, 404);
      return answerList(c, {
        rows: visibleChildren(c, item.id),
        idOf: (child) => child.id,
        show: (child) => ({
          id: child.id,
          status: child.status,
          title: child.title,
          type: child.kind,
          spaceId: child.spaceId,
          childPosition: child.position,
        }),
      });
    });

    app.get(`/api/v2/${path}/:id/descendants`, walks, (c) => {
      const item = findItem(c.get('call'), c.req.param('id'), [kind]);
      if (!item) return refuseV2(c, 404);
      const depth = Number(c.req.query('depth') ?? 2);
      if (!Number.isInteger(depth) || depth < 1 || depth > 10)
        return refuseV2(c, 400, 'depth must be between 1 and 10');
      return answerList(c, {
        rows: descendantsOf(c, item, depth),
        idOf: (row) => row.item.id,
        show: (row) => ({
          id: row.item.id,
          status: row.item.status,
          title: row.item.title,
          type: row.item.kind,
          parentId: row.item.parentId,
          depth: row.depth,
          childPosition: row.item.position,
        }),
      });
    });

    app.get(`/api/v2/${path}/:id/ancestors`, needsScope('read:content.metadata:confluence'), (c) => {
      const { store } = c.get('call');
      const item = findItem(c.get('call'), c.req.param('id'), [kind]);
      if (!item) return refuseV2(c, 404);
      const rows = store.ancestorsOf(item);
      return answerList(c, { rows, idOf: (row) => row.id, show: (row) => ({ id: row.id, type: row.kind }) });
    });
  }

  app.get('/api/v2/pages/:id/children', needsScope('read:page:confluence'), (c) => {
    const item = findItem(c.get('call'), c.req.param('id'), ['page']);
    if (!item) return refuseV2(c, 404);
    return answerList(c, {
      rows: visibleChildren(c, item.id).filter((child) => child.kind === 'page'),
      idOf: (child) => child.id,
      show: (child) => ({
        id: child.id,
        status: child.status,
        title: child.title,
        spaceId: child.spaceId,
        childPosition: child.position,
      }),
    });
  });
}
