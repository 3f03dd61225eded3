import { serveBody } from '../body/served.ts';
import type { Call } from '../env.ts';
import type { Item, Version } from '../item.ts';
import { tinyPath, webPath } from './links.ts';

export type BulkFormat = 'storage' | 'atlas_doc_format';

export function showVersion(version: Version) {
  const { createdAt, message, number, minorEdit, authorId } = version;
  return { createdAt, message, number, minorEdit, authorId };
}

/** `parentId` and `parentType` of an item; a parent that does not exist is still named, as a page. */
function showParent(call: Call, item: Item) {
  if (item.parentId === null) return { parentId: undefined, parentType: undefined };
  return { parentId: item.parentId, parentType: call.store.items.get(item.parentId)?.kind ?? 'page' };
}

/** A page or blog post in a listing. Without `format` the body is an empty object, as the vendor's is. */
export function showItem(call: Call, item: Item, format: string | undefined) {
  const blog = item.kind === 'blogpost';
  return {
    id: item.id,
    status: item.status,
    title: item.title,
    spaceId: item.spaceId,
    ...(blog ? {} : { ...showParent(call, item), position: item.position }),
    authorId: item.authorId,
    ...(blog ? {} : { ownerId: item.authorId, lastOwnerId: null }),
    ...(item.live ? { subtype: 'live' } : {}),
    createdAt: item.createdAt,
    version: showVersion(item.version),
    body: format === undefined ? {} : { [format]: { representation: format, value: serveBody(call, item, format) } },
    _links: {
      webui: webPath(call.store, item),
      editui: `/pages/resumedraft.action?draftId=${item.id}`,
      tinyui: tinyPath(item.id),
    },
  };
}

/** A folder, whiteboard, database or embed. */
export function showContainer(call: Call, item: Item) {
  return {
    id: item.id,
    type: item.kind,
    status: item.status,
    title: item.title,
    ...showParent(call, item),
    position: item.position,
    authorId: item.authorId,
    ownerId: item.authorId,
    createdAt: item.createdAt,
    ...(item.kind === 'embed' ? { embedUrl: 'https://example.com/embedded' } : {}),
    spaceId: item.spaceId,
    version: showVersion(item.version),
    _links: {
      webui: webPath(call.store, item),
      ...(item.kind === 'whiteboard' ? { editui: webPath(call.store, item) } : {}),
    },
  };
}
