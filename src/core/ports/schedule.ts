export interface ScheduledTick {
  readonly name: string;
  readonly orgId: string;
  readonly connectionId: string | null;
  /** ISO 8601 of the tick; part of the key that makes a tick run once. */
  readonly dueAt: string;
}

/** Recurring work; one tick is handed to one process. */
export interface Schedule {
  set(
    name: string,
    fields: { readonly orgId: string; readonly connectionId: string | null; readonly everyMs: number },
  ): Promise<void>;
  remove(name: string): Promise<void>;
  /** Due ticks, each moved on to its next time in the same statement. */
  take(now: number, limit: number): Promise<readonly ScheduledTick[]>;
}
