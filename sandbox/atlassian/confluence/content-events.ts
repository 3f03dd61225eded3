import type { Attachment, Comment, Item, Space } from './item.ts';

interface Happening {
  readonly cloudId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Account id of who did it. */
  readonly actorId: string;
}

/** Where an item stood and what it was called before. */
export interface Former {
  readonly spaceId: string;
  readonly parentId: string | null;
  readonly title: string;
  readonly version: number;
  readonly status: Item['status'];
}

export interface ItemEvent extends Happening {
  /** As it is now; `kind` tells pages from blog posts and the rest. */
  readonly item: Item;
  readonly space: Space;
  readonly former: Former;
  /** Whether the app's own user may read the item now; the vendor sends no event of what an app may not see. */
  readonly visibleToApp: boolean;
}

/** What happens to content, by name. `page.*` is also said of blog posts and folders: look at `item.kind`. */
export interface ContentEvents {
  'page.created': ItemEvent;
  'page.updated': ItemEvent;
  'page.moved': ItemEvent;
  'page.trashed': ItemEvent;
  'page.deleted': ItemEvent;
  'page.restored': ItemEvent;
  'page.archived': ItemEvent;
  'page.unarchived': ItemEvent;
  'page.restricted': ItemEvent;
  'page.unrestricted': ItemEvent;
  /** The vendor has no event for this one; only pages of the stand-in show it. */
  'page.labelled': ItemEvent;
  'attachment.created': ItemEvent & { readonly attachment: Attachment };
  'attachment.trashed': ItemEvent & { readonly attachment: Attachment };
  'comment.created': ItemEvent & { readonly comment: Comment };
}

export type ContentEventName = keyof ContentEvents;
