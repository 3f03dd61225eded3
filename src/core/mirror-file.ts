/** One file of the mirror as it will be committed. Paths are relative to the repository's root. */
export interface MirrorFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** A change of the tree. Order: renames first, then removals, then writes. */
export type TreeChange =
  | { readonly kind: 'write'; readonly path: string; readonly content: Uint8Array }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly path: string };

/** What a conversion lost or degraded, by node and place. */
export interface LossNote {
  readonly kind: 'degraded' | 'dropped' | 'unknown';
  readonly what: string;
  readonly where: string;
}

/** What a body points at; the caller says where that is in the mirror. */
export type LinkTarget =
  | {
      readonly kind: 'page';
      readonly id?: string;
      readonly title?: string;
      readonly spaceKey?: string;
      readonly anchor?: string;
    }
  | {
      readonly kind: 'attachment';
      readonly fileName?: string;
      readonly fileId?: string;
      readonly pageId?: string;
      /** Title and space of the page that has the file, where it is another one and the body names it so. */
      readonly title?: string;
      readonly spaceKey?: string;
    }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'space'; readonly key: string };

export interface LinkAnswer {
  /** Relative path or absolute address; absent: there is no place to link to. */
  readonly href?: string;
  /** What readers see where the body brings no text of its own. */
  readonly text?: string;
}

export type LinkResolver = (target: LinkTarget) => LinkAnswer | undefined;

export interface Converted {
  readonly markdown: string;
  readonly report: readonly LossNote[];
  /** Every target the body points at, resolved or not. */
  readonly links: readonly LinkTarget[];
}
