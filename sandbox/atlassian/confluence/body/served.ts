import type { AdfNode } from '../../../worlds/adf.ts';
import { documentOf, paragraph, textNode } from '../../../worlds/adf.ts';
import type { WorldBody } from '../../../worlds/world.ts';
import type { Call } from '../env.ts';
import { type Comment, type Item, readBody } from '../item.ts';
import { webPath } from '../shapes/links.ts';
import type { BodyLookup } from './lookup.ts';
import { toAdf } from './to-adf.ts';
import { toStorage } from './to-storage.ts';
import { toView } from './to-view.ts';

type Place = Pick<Call, 'store' | 'site' | 'state'>;

/** Answers what the body of an item refers to. */
function lookupFor({ store, site, state }: Place, item: Pick<Item, 'id' | 'spaceId'>): BodyLookup {
  const files = store.attachmentsByItem.get(item.id) ?? [];
  return {
    siteUrl: site.url,
    spaceKey: store.spaceOf(item).key,
    itemId: item.id,
    urlOf(title, spaceKey) {
      const target = store.itemByTitle(title, spaceKey);
      return target ? `${site.url}/wiki${webPath(store, target)}` : undefined;
    },
    titleAt(url) {
      if (!url.startsWith(`${site.url}/wiki/`)) return undefined;
      const id = /\/(?:pages|blog\/\d+\/\d+\/\d+)\/(\d+)/.exec(url)?.[1];
      const overview = /\/spaces\/([^/]+)\/overview$/.exec(url)?.[1];
      const home = overview ? store.spaceByKey(decodeURIComponent(overview))?.homepageId : undefined;
      const target = store.items.get(id ?? home ?? '');
      return target ? { title: target.title, spaceKey: store.spaceOf(target).key } : undefined;
    },
    fileByName: (fileName) => files.find((file) => file.fileName === fileName),
    fileById: (fileId) => files.find((file) => file.fileId === fileId),
    nameOf: (accountId) => state.users.find((user) => user.accountId === accountId)?.name ?? 'Former user',
  };
}

function readAdf(text: string): AdfNode {
  try {
    return JSON.parse(text) as AdfNode;
  } catch {
    // Bad inputs are served as they are; whoever asks for another format still gets something to read.
    return documentOf([paragraph([textNode(text)])]);
  }
}

/** A body in one of the vendor's formats, converted where it was authored in another. */
export function convertBody(place: Place, item: Pick<Item, 'id' | 'spaceId'>, body: WorldBody, format: string): string {
  const lookup = lookupFor(place, item);
  if (format === 'atlas_doc_format') return body.adf ?? JSON.stringify(toAdf(body.storage ?? '', lookup));
  const storage = body.storage ?? (body.adf === undefined ? '' : toStorage(readAdf(body.adf), lookup));
  return format === 'storage' || format === 'editor' ? storage : toView(storage, lookup);
}

export function serveBody(place: Place, item: Pick<Item, 'id' | 'spaceId' | 'body'>, format: string): string {
  return convertBody(place, item, readBody(item), format);
}

export function serveCommentBody(place: Place, item: Item, comment: Comment, format: string): string {
  return convertBody(place, item, comment.body, format);
}
