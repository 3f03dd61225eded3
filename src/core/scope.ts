/** What is chosen of one space. `selectedPageIds: null` is the whole space, a list is those pages. */
export interface SpaceScope {
  readonly key: string;
  readonly selectedPageIds: readonly string[] | null;
  /** Selected pages bring their descendants with them. Meaningless for a whole space. */
  readonly includeDescendants: boolean;
  readonly exclude: ScopeExclusion;
}

export interface ScopeExclusion {
  readonly pageIds: readonly string[];
  readonly labels: readonly string[];
}

export interface AttachmentScope {
  readonly include: boolean;
  /** Bytes; larger files are named in the mirror and not copied. */
  readonly maxBytes: number;
}

/** The content of the scope file, in Git its only source of truth. */
export interface Scope {
  readonly version: 1;
  /** Connector id of the content source. */
  readonly source: string;
  readonly spaces: readonly SpaceScope[];
  readonly attachments: AttachmentScope;
  readonly blogPosts: boolean;
}
