import type { PageMeta, Space } from '../../core/page.ts';
import type { Plan } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { Scope } from '../../core/scope.ts';

/** A page, folder or other item as read in this run. `restricted`: by a read restriction of its own; null: it is not said. */
export interface RemotePage {
  readonly meta: PageMeta;
  readonly labels: readonly string[];
  readonly restricted: boolean | null;
  /** `commentsHashOf` its comments, where the scope mirrors them. */
  readonly commentsHash?: string;
}

/**
 * How the listing of a space ended. `absent`: the space itself could not be seen; `not-listed`: it was
 * not asked for in this run. Only `complete` says anything about pages that it does not show.
 */
export type ListingState = 'complete' | 'incomplete' | 'absent' | 'not-listed';

/** What reading a page by its id showed. A page that is `present` belongs into `remote`. */
export type Confirmation = 'trashed' | 'deleted' | 'archived' | 'hidden' | 'failed' | 'present';

export interface GuardLimits {
  /** Removals that are always allowed. */
  readonly files: number;
  /** Share of the standing files that may be removed, 0 to 1. */
  readonly share: number;
}

export interface SyncFacts {
  readonly scope: Scope;
  /** Folder of the mirror in the repository, without slashes at its ends. */
  readonly mirrorRoot: string;
  /** Spaces that the source shows now. */
  readonly spaces: readonly Space[];
  /** Everything read in this run: pages, blog posts and the containers that they name as parents. */
  readonly remote: readonly RemotePage[];
  /** By space key; a space that is missing here was not listed. */
  readonly listings: ReadonlyMap<string, ListingState>;
  /** By page id: pages that were read one by one. */
  readonly confirmed: ReadonlyMap<string, Confirmation>;
  /**
   * Pages that an event says were restricted. Such a page that reading it by id shows as hidden is restricted: two
   * answers of the source agree.
   */
  readonly saidRestricted?: ReadonlySet<string>;
  /** Pages whose body or metadata could not be read. */
  readonly failed: ReadonlySet<string>;
  readonly ledger: readonly LedgerPage[];
  /** Files below the mirror's folder at the branch's head: path to blob. */
  readonly tree: ReadonlyMap<string, string>;
  /** Blobs as last published, by path: a file that differs was edited by somebody and is written again. */
  readonly published?: ReadonlyMap<string, string>;
  /** The branch goes on from what was published, and nobody but people went on: what differs was edited by hand. */
  readonly byHand?: boolean;
  readonly guard: GuardLimits;
  /** A person has seen this mass removal and agreed. */
  readonly approvedRemovals?: boolean;
  /** Pages to be rendered again whatever the ledger says. */
  readonly asked?: ReadonlySet<string>;
  /** Pages whose attachments are others than before: what shows them elsewhere is rendered again. */
  readonly changedFiles?: ReadonlySet<string>;
  /** Every page has to be rendered anew: what cannot be read now is, as soon as it can. */
  readonly anew?: boolean;
}

/** A plan with all that has to be saved when it has been carried out. */
export interface SyncOutcome {
  readonly plan: Plan;
  /**
   * Rows that differ from the ledger given. Save them once, after the push (or at once where nothing is
   * pushed): absences are counted from the ledger given, so a repeated plan counts nothing twice. Rows of
   * written pages keep the links and attachments of the last rendering until the new ones are filled in.
   */
  readonly ledger: readonly LedgerPage[];
  /** Rows to forget after the push. */
  readonly forget: readonly string[];
  /** Path of every page that stands in the mirror when the plan is done: for links between pages. */
  readonly paths: ReadonlyMap<string, string>;
  /** Source hash of every page of `remote` that is in scope. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Pages missing from a complete listing: read each by id and plan again with what that showed. */
  readonly toConfirm: readonly string[];
  /** Pages that have to be rendered and are not in `remote`: read each by id and plan again, or render from that reading. */
  readonly toRead: readonly string[];
  /** Keys in the scope that the source does not show. */
  readonly missingSpaces: readonly string[];
  /** Pages that the scope names and that a complete listing of their space does not show. */
  readonly missingPages: readonly string[];
  readonly counts: SyncCounts;
}

/** `written + moved + unchanged + skipped + held + failed` is `pages`. */
export interface SyncCounts {
  readonly pages: number;
  readonly written: number;
  /** Moved without being written again. */
  readonly moved: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly held: number;
  readonly failed: number;
}
