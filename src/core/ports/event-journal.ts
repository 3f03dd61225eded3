import type { Change } from '../change.ts';

export interface JournalEntry {
  readonly id: string;
  readonly connectionId: string;
  readonly change: Change;
  readonly receivedAt: string;
}

/** Events as received, written before they are answered. Nothing is dropped: an entry ends as taken or merged. */
export interface EventJournal {
  /** False where the delivery was seen before: then nothing is written. */
  append(orgId: string, connectionId: string, deliveryId: string, changes: readonly Change[]): Promise<boolean>;
  /** Whether a delivery was appended before. */
  seen(orgId: string, connectionId: string, deliveryId: string): Promise<boolean>;
  pending(orgId: string, connectionId: string, limit: number): Promise<readonly JournalEntry[]>;
  /** Marks entries as covered by a run; they are `pending` again if that run fails before `settle`. */
  settle(orgId: string, connectionId: string, entryIds: readonly string[], runId: string): Promise<void>;
  /** Connections of every organization that have pending entries, for the dispatcher. */
  waiting(): Promise<readonly { readonly orgId: string; readonly connectionId: string }[]>;
  countPending(orgId: string, connectionId: string): Promise<number>;
  /** Pages that pending entries tell of, each once however often it changed. */
  countPendingPages(orgId: string, connectionId: string): Promise<number>;
  /** Forgets deliveries received before the first time, and entries before the second that a run has covered for good. */
  prune(deliveriesBefore: Date, coveredBefore: Date): Promise<void>;
  lastReceivedAt(orgId: string, connectionId: string): Promise<string | null>;
}
