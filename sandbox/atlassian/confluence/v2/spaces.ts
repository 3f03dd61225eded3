import { needsScope } from '../call.ts';
import type { ConfluenceApp } from '../env.ts';
import { answerList, baseOf, listParameter } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV2 } from '../problems.ts';
import { showSpace } from '../shapes/space.ts';
import { compareIds, compareText } from './filters.ts';

/** Spaces. An app sees them all: access is limited by what stands in them. */
export function mountSpaces(app: ConfluenceApp): void {
  const scope = needsScope('read:space:confluence');

  app.get('/api/v2/spaces', scope, (c) => {
    const { store } = c.get('call');
    const ids = listParameter(c, 'ids');
    const keys = listParameter(c, 'keys');
    const type = c.req.query('type');
    const status = c.req.query('status');
    const sort = c.req.query('sort') ?? 'id';
    const field = sort.replace('-', '');
    const sign = sort.startsWith('-') ? -1 : 1;
    const rows = [...store.spaces.values()]
      .filter(
        (space) =>
          (!ids || ids.includes(space.id)) &&
          (!keys || keys.includes(space.key)) &&
          (type === undefined || space.type === type) &&
          (status === undefined || space.status === status),
      )
      .sort((a, b) =>
        field === 'key' || field === 'name' ? sign * compareText(a[field], b[field]) : sign * compareIds(a, b),
      );
    const format = c.req.query('description-format');
    return answerList(c, { rows, idOf: (space) => space.id, show: (space) => showSpace(space, format) });
  });

  app.get('/api/v2/spaces/:id', scope, (c) => {
    const { store, site } = c.get('call');
    const space = store.spaces.get(c.req.param('id'));
    if (!space) return refuseV2(c, 404);
    costObjects(c, 1);
    const { currentActiveAlias: _alias, _links, ...shown } = showSpace(space, c.req.query('description-format'));
    return c.json({ ...shown, _links: { ..._links, base: baseOf(site) } });
  });

  app.get('/api/v2/spaces/:id/permissions', scope, (c) => {
    const { store } = c.get('call');
    const space = store.spaces.get(c.req.param('id'));
    if (!space) return refuseV2(c, 404);
    const rows = [
      {
        id: `${space.id}1`,
        principal: { type: 'user', id: space.ownerId },
        operation: { key: 'administer', targetType: 'space' },
      },
      {
        id: `${space.id}2`,
        principal: { type: 'group', id: 'confluence-users' },
        operation: { key: 'read', targetType: 'space' },
      },
    ];
    return answerList(c, { rows, idOf: (row) => row.id, show: (row) => row, pointsEach: 2 });
  });
}
