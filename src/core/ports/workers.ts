export interface SeenWorker {
  readonly id: string;
  /** The build that it runs. */
  readonly version: string;
  readonly startedAt: string;
  readonly seenAt: string;
}

/** Processes that carry out work, and what waits for them. All times are of the database's clock. */
export interface Workers {
  /** Says that a worker is alive; forgets those that have said nothing for a day. */
  beat(worker: { readonly id: string; readonly version: string }): Promise<void>;
  /** A worker ends in an orderly way. */
  leave(id: string): Promise<void>;
  look(): Promise<{
    /** The database's clock. */
    readonly now: string;
    /** Newest sign of life first. */
    readonly workers: readonly SeenWorker[];
    /** Workflows that could start now and that no worker has. */
    readonly queued: { readonly count: number; readonly oldestAt: string | null };
  }>;
}
