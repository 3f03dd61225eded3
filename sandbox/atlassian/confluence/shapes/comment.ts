import { serveCommentBody } from '../body/served.ts';
import type { Call } from '../env.ts';
import type { Comment } from '../item.ts';
import { showVersion } from './item.ts';
import { webPath } from './links.ts';

/** A comment; in the list of a comment's replies the page is not named again. */
export function showComment(call: Call, comment: Comment, format: string | undefined, asReply = false) {
  const item = call.store.items.get(comment.itemId)!;
  const owner = item.kind === 'blogpost' ? { blogPostId: item.id } : { pageId: item.id };
  return {
    id: comment.id,
    status: 'current',
    title: `Re: ${item.title}`,
    ...(asReply ? {} : owner),
    ...(comment.parentId ? { parentCommentId: comment.parentId } : {}),
    version: showVersion(comment.version),
    body: format ? { [format]: { representation: format, value: serveCommentBody(call, item, comment, format) } } : {},
    ...(comment.kind === 'inline'
      ? {
          resolutionStatus: comment.resolution,
          properties: { inlineMarkerRef: comment.markerRef, inlineOriginalSelection: comment.selection },
        }
      : {}),
    _links: { webui: `${webPath(call.store, item)}?focusedCommentId=${comment.id}` },
  };
}
