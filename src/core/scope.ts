/** What is chosen of one space. `selectedPageIds: null` is the whole space, a list is those pages. */
export interface SpaceScope {
  readonly key: string;
  readonly selectedPageIds: readonly string[] | null;
  /** Selected pages bring their descendants with them. Meaningless for a whole space. */
  readonly includeDescendants: boolean;
  /** Pages that come with all pages below them, whatever `includeDescendants` says. Meaningless for a whole space. */
  readonly subtreePageIds?: readonly string[];
  /** Of what is chosen, only pages with one of these labels. Absent: labels do not matter. */
  readonly labels?: readonly string[];
  readonly exclude: ScopeExclusion;
}

export interface ScopeExclusion {
  /** These pages stay out, with all pages below them. */
  readonly pageIds: readonly string[];
  readonly labels: readonly string[];
  /** Patterns for whole titles: `*` is any text, `?` one character; case does not matter. */
  readonly titles?: readonly string[];
  /** Day, `YYYY-MM-DD` in UTC: pages that were not changed since then stay out. */
  readonly modifiedBefore?: string;
}

export type AttachmentKind = 'image' | 'document' | 'archive' | 'media' | 'other';

export interface AttachmentScope {
  readonly include: boolean;
  /** Bytes; larger files are named in the mirror and not copied. */
  readonly maxBytes: number;
  /** Kinds that are copied. Absent: all. */
  readonly kinds?: readonly AttachmentKind[];
}

/** Which comments stand below a page: none, those that are not resolved, or all. */
export type CommentScope = 'none' | 'open' | 'all';

/** The content of the scope file, in Git its only source of truth. */
export interface Scope {
  readonly version: 1;
  /** Connector id of the content source. */
  readonly source: string;
  readonly spaces: readonly SpaceScope[];
  readonly attachments: AttachmentScope;
  readonly blogPosts: boolean;
  /** Absent: `none`. */
  readonly comments?: CommentScope;
  /** Absent: archived pages are left out. */
  readonly archivedPages?: boolean;
  /** Each version of a page becomes a commit. Absent: one run is one commit. */
  readonly history?: boolean;
  /** Newest versions of a page that become commits when it comes in or was missed for long, 1 to 50. Absent: 20. */
  readonly historyVersions?: number;
}
