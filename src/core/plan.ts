import type { PageMeta } from './page.ts';

/** Why a page of the scope is not in the mirror. */
export type SkipReason = 'restricted' | 'archived' | 'excluded' | 'personal-space' | 'unsupported';

export interface PlannedWrite {
  readonly page: PageMeta;
  /** Where the file will stand, below the mirror's root. */
  readonly path: string;
  /** Where it stands now when that differs: the write is then also a rename. */
  readonly from: string | null;
  /** The body must be read and rendered again. False: only moved. */
  readonly render: boolean;
  readonly reason: 'new' | 'changed' | 'moved' | 'links-changed' | 'missing-in-tree' | 'asked';
}

/** The only grounds on which a file leaves the mirror (I1 of the trials). */
export type RemovalProof = 'confirmed-gone' | 'absent-twice' | 'out-of-scope' | 'restricted' | 'archived';

export interface PlannedRemoval {
  readonly pageId: string;
  readonly path: string;
  readonly proof: RemovalProof;
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
