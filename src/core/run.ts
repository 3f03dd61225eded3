export type RunKind = 'initial' | 'sweep' | 'events' | 'resync';
export type RunState =
  | 'running'
  | 'succeeded'
  | 'succeeded-with-failures'
  | 'stopped-by-guard'
  | 'failed'
  | 'cancelled';

/** What a run did. `written + unchanged + failed + skipped + held` covers every page of the scope. */
export interface RunCounts {
  readonly pages: number;
  readonly written: number;
  readonly moved: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly held: number;
  readonly failed: number;
  readonly attachments: number;
}

export interface Run {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly step: string;
  readonly counts: RunCounts;
  readonly commit: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}
