import type { PageMeta } from './page.ts';

/** Why a page of the scope is not in the mirror. */
export type SkipReason = 'restricted' | 'archived' | 'excluded' | 'personal-space' | 'unsupported';

/** What people did to a published file in the repository. */
export interface HandEdit {
  readonly path: string;
  readonly what: 'edited' | 'removed';
}

export interface PlannedWrite {
  readonly page: PageMeta;
  /** Where the file will stand, below the mirror's root. */
  readonly path: string;
  /** Where it stands now when that differs: the write is then also a rename. */
  readonly from: string | null;
  /** The body must be read and rendered again. False: only moved. */
  readonly render: boolean;
  /**
   * `edited-elsewhere`: somebody edited or removed its files in the repository, and the page itself did not change.
   * `missing-in-tree`: the branch does not have them as published, and nobody is known to have edited them.
   */
  readonly reason: 'new' | 'changed' | 'moved' | 'links-changed' | 'edited-elsewhere' | 'missing-in-tree' | 'asked';
  /** Edits by hand that the write overwrites, whatever its reason is. */
  readonly edits?: readonly HandEdit[];
}

/** The only grounds on which a file leaves the mirror (I1 of the trials). */
export type RemovalProof = 'confirmed-gone' | 'absent-twice' | 'out-of-scope' | 'restricted' | 'archived';

export interface PlannedRemoval {
  readonly pageId: string;
  readonly path: string;
  readonly proof: RemovalProof;
  /** Edits by hand that leave with the file. */
  readonly edits?: readonly HandEdit[];
}

/** A page that could not be seen this time, or not whether it is restricted; its file stays. */
export interface PlannedHold {
  readonly pageId: string;
  readonly path: string;
  readonly reason:
    | 'absent-once'
    | 'container-unknown'
    | 'listing-incomplete'
    | 'read-failed'
    | 'hidden'
    | 'restriction-unknown';
  /** Edits by hand that stay until the page is read again. */
  readonly edits?: readonly HandEdit[];
}

export interface PlannedSkip {
  readonly page: PageMeta;
  readonly reason: SkipReason;
}

export type Guard =
  | { readonly state: 'clear' }
  | { readonly state: 'stopped'; readonly removals: number; readonly of: number; readonly limit: number };

/** What one run will do. Pure data: the same facts give the same plan. */
export interface Plan {
  readonly writes: readonly PlannedWrite[];
  readonly removals: readonly PlannedRemoval[];
  readonly holds: readonly PlannedHold[];
  readonly skips: readonly PlannedSkip[];
  /** Pages in scope whose file needs nothing. */
  readonly unchanged: number;
  readonly guard: Guard;
}
