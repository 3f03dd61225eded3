import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp } from '../env.ts';
import { answerList } from '../paging.ts';
import { refuseV2 } from '../problems.ts';
import { labelId, showLabel } from '../shapes/label.ts';

/** Labels of a page or post, of a space's content, and of spaces (none). */
export function mountLabels(app: ConfluenceApp): void {
  for (const [path, kind] of [
    ['pages', 'page'],
    ['blogposts', 'blogpost'],
  ] as const) {
    app.get(`/api/v2/${path}/:id/labels`, needsScope('read:page:confluence'), (c) => {
      const item = findItem(c.get('call'), c.req.param('id'), [kind]);
      if (!item) return refuseV2(c, 404);
      return answerList(c, {
        rows: wantedPrefix(c.req.query('prefix')) ? item.labels : [],
        idOf: labelId,
        show: showLabel,
      });
    });
  }

  app.get('/api/v2/spaces/:id/content/labels', needsScope('read:space:confluence'), (c) => {
    const { store, reader } = c.get('call');
    const spaceId = c.req.param('id');
    if (!store.spaces.has(spaceId)) return refuseV2(c, 404);
    const names = new Set<string>();
    for (const item of store.items.values())
      if (
        item.spaceId === spaceId &&
        item.status === 'current' &&
        item.labels.length > 0 &&
        store.mayRead(item, reader)
      )
        for (const label of item.labels) names.add(label);
    return answerList(c, {
      rows: wantedPrefix(c.req.query('prefix')) ? [...names].sort() : [],
      idOf: labelId,
      show: showLabel,
    });
  });

  app.get('/api/v2/spaces/:id/labels', needsScope('read:space:confluence'), (c) =>
    c.get('call').store.spaces.has(c.req.param('id'))
      ? answerList<string>(c, { rows: [], idOf: labelId, show: showLabel })
      : refuseV2(c, 404),
  );
}

/** All labels here are global. */
function wantedPrefix(prefix: string | undefined): boolean {
  return prefix === undefined || prefix === 'global';
}
