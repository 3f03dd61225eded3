import type { Run, RunCounts, RunKind, RunState } from '../run.ts';

export interface RunLogLine {
  readonly at: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

export interface Runs {
  /**
   * Opens a run, or gives the open one: at most one run per connection is open, whoever asks.
   * `fresh` is false when an open run was found.
   */
  open(orgId: string, connectionId: string, kind: RunKind): Promise<{ readonly run: Run; readonly fresh: boolean }>;
  /** Runs in state `running` of every organization, for the watchdog. */
  allOpen(): Promise<readonly { readonly orgId: string; readonly run: Run }[]>;
  get(orgId: string, runId: string): Promise<Run | null>;
  list(orgId: string, connectionId: string, limit: number): Promise<readonly Run[]>;
  /** When everything was last compared with the source: the end of a run that looked at more than events. */
  lastSweepAt(orgId: string, connectionId: string): Promise<string | null>;
  progress(
    orgId: string,
    runId: string,
    change: { readonly step?: string; readonly counts?: Partial<RunCounts>; readonly commit?: string },
  ): Promise<void>;
  finish(
    orgId: string,
    runId: string,
    result: {
      readonly state: Exclude<RunState, 'running'>;
      readonly counts?: RunCounts;
      readonly commit?: string | null;
      readonly problem?: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
    },
  ): Promise<void>;
  log(orgId: string, runId: string, lines: readonly RunLogLine[]): Promise<void>;
  readLog(orgId: string, runId: string, limit: number): Promise<readonly RunLogLine[]>;
  requestCancel(orgId: string, runId: string): Promise<void>;
  cancelRequested(orgId: string, runId: string): Promise<boolean>;
}
