import type { ItemKind, WorldComment } from '../world.ts';

/** A picture or document of a page. */
export interface FileSource {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly width?: number;
  readonly height?: number;
  readonly content: () => Uint8Array;
}

export interface CommentSource {
  readonly id: string;
  readonly kind: WorldComment['kind'];
  readonly by: string;
  readonly on: string;
  readonly text: string;
  readonly resolution?: WorldComment['resolution'];
  readonly selection?: string;
  readonly marker?: string;
  readonly replies?: readonly CommentSource[];
}

/** A page as its author writes it: markup, or storage where it comes from the old editor. */
export interface PageSource {
  readonly id: string;
  readonly title: string;
  readonly kind?: ItemKind;
  /** Title of the parent; absent: below the home page; null: top level. */
  readonly parent?: string | null;
  readonly by: string;
  /** Day of creation. */
  readonly on: string;
  readonly editor?: string;
  /** Day of the last change. */
  readonly changed?: string;
  readonly version?: number;
  readonly labels?: readonly string[];
  /** Short names of the people who alone may read. */
  readonly readers?: readonly string[];
  readonly status?: 'current' | 'archived' | 'trashed';
  readonly live?: boolean;
  readonly files?: readonly FileSource[];
  readonly comments?: readonly CommentSource[];
  readonly text?: string;
  readonly storage?: string;
}

export interface SpaceSource {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly type: 'global' | 'personal';
  readonly owner: string;
  readonly description: string;
  readonly on: string;
  /** The first one is the home page. */
  readonly pages: readonly PageSource[];
}
