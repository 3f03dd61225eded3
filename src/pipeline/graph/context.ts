import type { Ownership } from './code-owners.ts';
import type { CodePlace } from './code-uses.ts';
import type { EntityRef } from './fact-list.ts';
import type { Mention } from './mentions.ts';

/** What a document is read against. */
export interface GraphContext {
  readonly repository: { readonly fullName: string; readonly url: string };
  /** Page that stands at a path of this repository. */
  pageAt(path: string): string | undefined;
  /** Whether this repository has a file there. */
  hasFile(path: string): boolean;
  /** What an absolute address names: a mirrored page or a file of a connected repository. */
  entityAt(url: string): EntityRef | undefined;
  /** Page that an address of the source names, mirrored or not, where every page of its space is known. */
  pageNamedBy?(url: string): string | undefined;
  /** Who owns a file of this repository. Absent: nobody said so. */
  ownerOf?(path: string): Ownership | null;
  /** What a name means in the connected repositories; see `namedAmong`. Absent: names are not followed. */
  named?(mention: Mention): EntityRef | undefined;
}

/** What code is read against. */
export function codePlaceOf({ repository, hasFile }: Pick<GraphContext, 'repository' | 'hasFile'>): CodePlace {
  return { repository: repository.fullName, hasFile };
}
