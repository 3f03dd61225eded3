import type { ContentKind } from '../../core/page.ts';

export interface PlacedPage {
  readonly id: string;
  readonly kind: ContentKind;
  readonly spaceKey: string;
  /** Nearest ancestor that is placed too; null at the top of the space. */
  readonly parentId: string | null;
  readonly title: string;
}

/** Path of each page's file; folders are directories and have none. */
export function assignPaths(
  _pages: readonly PlacedPage[],
  _existing: ReadonlyMap<string, string>,
  _options: { readonly root: string; readonly pinned?: ReadonlySet<string> },
): ReadonlyMap<string, string> {
  throw new Error('Not written yet.');
}
