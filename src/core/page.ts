/** What an item of a space is. Kinds without a body are mirrored as folders or stubs. */
export type ContentKind = 'page' | 'blog' | 'folder' | 'whiteboard' | 'database' | 'embed';

/** A container of pages at the source. `key` is what people and the scope file use. */
export interface Space {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly url: string;
  readonly personal: boolean;
  readonly homepageId: string | null;
}

/** Everything about a page but its body. Ids are strings: they exceed safe integers. */
export interface PageMeta {
  readonly id: string;
  readonly kind: ContentKind;
  readonly spaceId: string;
  readonly spaceKey: string;
  readonly parentId: string | null;
  readonly title: string;
  /** Content version at the source. A move or a label does not raise it. */
  readonly version: number;
  readonly state: 'current' | 'archived' | 'trashed';
  readonly position: number | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly modifiedAt: string;
  readonly authorId: string | null;
  readonly editorId: string | null;
  /** Absolute address of the page for people. */
  readonly url: string;
}

export type BodyFormat = 'adf' | 'storage' | 'view';

export interface Body {
  readonly format: BodyFormat;
  readonly value: string;
}

export interface Page extends PageMeta {
  /** null: not read. Either none was asked for, or this one body failed and the page is to be read by id. */
  readonly body: Body | null;
}

export interface Attachment {
  readonly id: string;
  readonly pageId: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly version: number;
  /** The id that a body refers to where it differs from `id`. */
  readonly fileId: string | null;
  /** Path below the source's API base; never a full address taken from an answer. */
  readonly downloadPath: string;
}

/** A person as shown to readers: never an e-mail address. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** A comment on a page, or a reply to one. */
export interface PageComment {
  readonly id: string;
  readonly pageId: string;
  /** The comment it answers; null where it stands on its own. */
  readonly parentId: string | null;
  readonly kind: 'footer' | 'inline';
  readonly authorId: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly version: number;
  /** Of an inline comment: somebody marked it as done. Replies follow the comment they answer. */
  readonly resolved: boolean;
  /** The words of the page that an inline comment is about; null where they are gone or not known. */
  readonly anchorText: string | null;
  readonly body: Body;
}
