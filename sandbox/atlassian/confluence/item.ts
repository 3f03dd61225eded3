import type { ItemKind, WorldAttachment, WorldBody, WorldComment } from '../../worlds/world.ts';

export type ItemStatus = 'current' | 'archived' | 'trashed' | 'deleted';

/** One version of a page, blog post, attachment or comment. */
export interface Version {
  readonly number: number;
  readonly createdAt: string;
  readonly authorId: string;
  readonly message: string;
  readonly minorEdit: boolean;
}

export interface Attachment {
  readonly id: string;
  readonly itemId: string;
  fileName: string;
  mediaType: string;
  readonly fileId: string;
  content: WorldAttachment['content'];
  size: number;
  comment: string;
  status: ItemStatus;
  readonly createdAt: string;
  version: Version;
}

export interface Comment {
  readonly id: string;
  readonly kind: WorldComment['kind'];
  readonly itemId: string;
  readonly parentId: string | null;
  readonly body: WorldBody;
  readonly version: Version;
  resolution: NonNullable<WorldComment['resolution']>;
  readonly selection: string;
  readonly markerRef: string;
}

/** A page, a blog post or a bodyless thing of the page tree. */
export interface Item {
  readonly id: string;
  readonly kind: ItemKind;
  spaceId: string;
  title: string;
  parentId: string | null;
  status: ItemStatus;
  readonly live: boolean;
  position: number;
  readonly createdAt: string;
  readonly authorId: string;
  /** The newest version. */
  version: Version;
  body: WorldBody | (() => WorldBody);
  /** What earlier versions held, where an edit of this run replaced them. */
  earlier: { readonly version: Version; readonly title: string; readonly body: Item['body'] }[];
  labels: string[];
  readers: { users: string[]; groups: string[] } | null;
}

export interface Space {
  readonly id: string;
  readonly key: string;
  name: string;
  readonly type: 'global' | 'personal' | 'collaboration';
  status: 'current' | 'archived' | 'trashed';
  readonly ownerId: string;
  homepageId: string | null;
  readonly description: string;
  readonly createdAt: string;
}

/** Whether `kind` has a body, labels and comments. */
export function hasBody(kind: ItemKind): kind is 'page' | 'blogpost' {
  return kind === 'page' || kind === 'blogpost';
}

/** The body of an item; lazy bodies are made anew each time so that a large world stays small. */
export function readBody(item: Pick<Item, 'body'>): WorldBody {
  return typeof item.body === 'function' ? item.body() : item.body;
}
