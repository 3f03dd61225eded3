import type { Call } from '../env.ts';
import type { Attachment } from '../item.ts';
import { baseOf } from '../paging.ts';
import { showVersion } from './item.ts';
import { encodePart } from './links.ts';

/** Path of an attachment's content, below `/wiki`; it redirects to the media host. */
export function downloadPath(attachment: Attachment): string {
  return `/rest/api/content/${attachment.itemId}/child/attachment/${attachment.id}/download`;
}

export function showAttachment(call: Call, attachment: Attachment) {
  const blog = call.store.items.get(attachment.itemId)?.kind === 'blogpost';
  const preview = `/pages/viewpageattachments.action?pageId=${attachment.itemId}&preview=%2F${attachment.itemId}%2F${attachment.id.slice(3)}%2F${encodePart(attachment.fileName)}`;
  return {
    id: attachment.id,
    status: attachment.status,
    title: attachment.fileName,
    createdAt: attachment.createdAt,
    ...(blog ? { blogPostId: attachment.itemId } : { pageId: attachment.itemId }),
    mediaType: attachment.mediaType,
    mediaTypeDescription: `${attachment.mediaType.split('/')[1]?.toUpperCase() ?? 'Unknown'} File`,
    comment: attachment.comment,
    fileId: attachment.fileId,
    fileSize: attachment.size,
    webuiLink: preview,
    downloadLink: downloadPath(attachment),
    version: showVersion(attachment.version),
    _links: { webui: preview, download: downloadPath(attachment) },
  };
}

/** An attachment as v1 has it: content of its own. */
export function showAttachmentV1(call: Call, attachment: Attachment) {
  const self = `${baseOf(call.site)}/rest/api/content/${attachment.id}`;
  return {
    id: attachment.id,
    type: 'attachment',
    status: attachment.status,
    title: attachment.fileName,
    metadata: { comment: attachment.comment, mediaType: attachment.mediaType },
    extensions: {
      mediaType: attachment.mediaType,
      fileSize: attachment.size,
      comment: attachment.comment,
      fileId: attachment.fileId,
      collectionName: `contentId-${attachment.itemId}`,
    },
    version: { number: attachment.version.number, when: attachment.version.createdAt, minorEdit: false },
    _links: { webui: showAttachment(call, attachment).webuiLink, download: downloadPath(attachment), self },
  };
}
