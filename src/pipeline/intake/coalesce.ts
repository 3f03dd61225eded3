import type { JournalEntry } from '../../core/ports/event-journal.ts';

/** What waiting events ask for together. The same entries in any order, with any repeats, give the same work. */
export interface CoalescedWork {
  /** Pages to be read again. */
  readonly pageIds: readonly string[];
  /** Spaces whose structure may have changed beyond those pages: list them without bodies. */
  readonly spaceIds: readonly string[];
  /** Everything is to be listed again. */
  readonly sweep: boolean;
  /** The repository or a pull request moved: read the scope file again. */
  readonly scopeMayHaveChanged: boolean;
  /** All entries given, to be settled by the run that does the work. */
  readonly entryIds: readonly string[];
}

export function coalesce(_entries: readonly JournalEntry[]): CoalescedWork {
  throw new Error('Not written yet.');
}
