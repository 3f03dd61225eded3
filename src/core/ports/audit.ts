export interface AuditEntry {
  readonly at: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly connectionId: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** Who did what, append-only. `detail` never holds a secret. */
export interface Audit {
  append(orgId: string, entry: Omit<AuditEntry, 'at'>): Promise<void>;
  list(orgId: string, limit: number): Promise<readonly AuditEntry[]>;
  /** The next entries of the whole log, newest first; `before` of one answer asks for those after it, null is the end. */
  readOn(
    orgId: string,
    limit: number,
    before: string | null,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly before: string | null }>;
}
