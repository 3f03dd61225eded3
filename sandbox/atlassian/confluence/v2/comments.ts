import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp, ConfluenceContext } from '../env.ts';
import type { Comment } from '../item.ts';
import { answerList, listParameter } from '../paging.ts';
import { refuseV2 } from '../problems.ts';
import { showComment } from '../shapes/comment.ts';
import { bulkFormat, compareIds, compareText } from './filters.ts';

function answerComments(c: ConfluenceContext, all: readonly Comment[], asReplies = false): Response {
  const call = c.get('call');
  const format = bulkFormat(c);
  if (format instanceof Response) return format;
  const resolutions = listParameter(c, 'resolution-status');
  const sort = c.req.query('sort') ?? 'created-date';
  const sign = sort.startsWith('-') ? -1 : 1;
  const rows = all
    .filter((comment) => {
      const item = call.store.items.get(comment.itemId);
      return (
        item?.status === 'current' &&
        (!resolutions || resolutions.includes(comment.resolution)) &&
        call.store.mayRead(item, call.reader)
      );
    })
    .sort((a, b) => sign * (compareText(a.version.createdAt, b.version.createdAt) || compareIds(a, b)));
  return answerList(c, { rows, idOf: (row) => row.id, show: (row) => showComment(call, row, format, asReplies) });
}

/** Comments: of one page or post (roots), of the site, and replies. */
export function mountComments(app: ConfluenceApp): void {
  const scope = needsScope('read:comment:confluence');

  for (const kind of ['footer', 'inline'] as const) {
    const ofKind = (comments: Iterable<Comment>) => [...comments].filter((comment) => comment.kind === kind);
    app.get(`/api/v2/${kind}-comments`, scope, (c) => answerComments(c, ofKind(c.get('call').store.comments.values())));
    app.get(`/api/v2/${kind}-comments/:id/children`, scope, (c) => {
      const { store } = c.get('call');
      const parent = store.comments.get(c.req.param('id'));
      if (parent?.kind !== kind || !findItem(c.get('call'), parent.itemId, ['page', 'blogpost']))
        return refuseV2(c, 404);
      const siblings = store.commentsByItem.get(parent.itemId) ?? [];
      return answerComments(
        c,
        siblings.filter((comment) => comment.parentId === parent.id),
        true,
      );
    });
    for (const [path, itemKind] of [
      ['pages', 'page'],
      ['blogposts', 'blogpost'],
    ] as const) {
      app.get(`/api/v2/${path}/:id/${kind}-comments`, scope, (c) => {
        const call = c.get('call');
        const item = findItem(call, c.req.param('id'), [itemKind]);
        if (!item) return refuseV2(c, 404);
        const own = ofKind(call.store.commentsByItem.get(item.id) ?? []);
        return answerComments(
          c,
          own.filter((comment) => comment.parentId === null),
        );
      });
    }
  }
}
