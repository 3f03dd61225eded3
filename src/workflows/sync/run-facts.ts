import type { PageComment } from '../../core/page.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { Scope } from '../../core/scope.ts';
import type { ListingState, RemotePage, SyncOutcome } from '../../pipeline/sync/index.ts';
import type { PageReadings } from './read-pages.ts';

/** What was read of the source, by whichever way. */
export interface SourceReading {
  readonly scope: Scope;
  /** Blob of the file that says so; null: the last good scope stands though its file is gone. */
  readonly scopeBlob: string | null;
  readonly listings: ReadonlyMap<string, ListingState>;
  /** Ids of the spaces that the source showed; null where they were not listed. */
  readonly shown: ReadonlySet<string> | null;
  /** Pages that events named. */
  readonly named: readonly string[];
  /** Of these, pages of which the newest event says that they were restricted. */
  readonly saidRestricted: ReadonlySet<string>;
  readonly all: boolean;
  readonly readings: PageReadings;
}

export interface RepositoryState {
  readonly head: string | null;
  readonly branch: string;
  /** The host said so in this run; otherwise an earlier run saw it. */
  readonly sure: boolean;
  /** Path to blob, below the mirror's folder. */
  readonly tree: ReadonlyMap<string, string>;
}

export interface RunPlan {
  readonly outcome: SyncOutcome;
  /** Rows as before the plan. */
  readonly ledger: ReadonlyMap<string, LedgerPage>;
  readonly remote: ReadonlyMap<string, RemotePage>;
  readonly approved: boolean;
  /** Comments that stand below each page; empty where the scope wants none. */
  readonly comments: ReadonlyMap<string, readonly PageComment[]>;
}
