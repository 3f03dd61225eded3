import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp, ConfluenceContext } from '../env.ts';
import type { Attachment } from '../item.ts';
import { answerList, baseOf, listParameter } from '../paging.ts';
import { costObjects } from '../points.ts';
import { refuseV2 } from '../problems.ts';
import { showAttachment } from '../shapes/attachment.ts';
import { compareIds, compareText } from './filters.ts';

function answerAttachments(c: ConfluenceContext, all: readonly Attachment[]): Response {
  const call = c.get('call');
  const { store, reader } = call;
  const statuses = listParameter(c, 'status') ?? ['current', 'archived'];
  const mediaType = c.req.query('mediaType');
  const fileName = c.req.query('filename');
  const sort = c.req.query('sort') ?? 'created-date';
  const sign = sort.startsWith('-') ? -1 : 1;
  const dateOf = (each: Attachment) => (sort.endsWith('modified-date') ? each.version.createdAt : each.createdAt);
  const rows = all
    .filter((attachment) => {
      const item = store.items.get(attachment.itemId);
      return (
        item !== undefined &&
        (item.status === 'current' || item.status === 'archived') &&
        statuses.includes(attachment.status) &&
        (mediaType === undefined || attachment.mediaType === mediaType) &&
        (fileName === undefined || attachment.fileName === fileName) &&
        store.mayRead(item, reader)
      );
    })
    .sort((a, b) => sign * (compareText(dateOf(a), dateOf(b)) || compareIds(a, b)));
  return answerList(c, { rows, idOf: (row) => row.id, show: (row) => showAttachment(call, row) });
}

/** An attachment of an item that the caller may see. */
export function findAttachment(c: ConfluenceContext, id: string): Attachment | undefined {
  const call = c.get('call');
  const attachment = call.store.attachments.get(id.startsWith('att') ? id : `att${id}`);
  return attachment && findItem(call, attachment.itemId, ['page', 'blogpost']) ? attachment : undefined;
}

export function mountAttachments(app: ConfluenceApp): void {
  const scope = needsScope('read:attachment:confluence');

  app.get('/api/v2/attachments', scope, (c) => answerAttachments(c, [...c.get('call').store.attachments.values()]));

  app.get('/api/v2/attachments/:id', scope, (c) => {
    const call = c.get('call');
    const attachment = findAttachment(c, c.req.param('id'));
    if (!attachment) return refuseV2(c, 404);
    costObjects(c, 1);
    const { _links, ...shown } = showAttachment(call, attachment);
    return c.json({ ...shown, _links: { ..._links, base: baseOf(call.site) } });
  });

  for (const [path, kind] of [
    ['pages', 'page'],
    ['blogposts', 'blogpost'],
  ] as const) {
    app.get(`/api/v2/${path}/:id/attachments`, scope, (c) => {
      const call = c.get('call');
      const item = findItem(call, c.req.param('id'), [kind]);
      return item ? answerAttachments(c, call.store.attachmentsByItem.get(item.id) ?? []) : refuseV2(c, 404);
    });
  }
}
