import type { Provision, ProvisionStep } from '../connection.ts';

export interface Provisions {
  /** The newest job of a connection; idle where none was started. */
  current(orgId: string, connectionId: string): Promise<Provision>;
  /**
   * Starts a job, or gives the running one. With a revision of the form (see `formRevisionOf`) only while the form is
   * still at that one: throws Problem `saved-meanwhile` otherwise, unless a job runs. A start is a revision too, so
   * that nobody who looked before it saves anything beneath the job.
   */
  start(
    orgId: string,
    connectionId: string,
    steps: readonly string[],
    formRevision?: number | null,
  ): Promise<Provision & { readonly fresh: boolean }>;
  step(orgId: string, jobId: string, name: string, state: ProvisionStep['state']): Promise<void>;
  appendLog(orgId: string, jobId: string, lines: readonly string[]): Promise<void>;
  finish(
    orgId: string,
    jobId: string,
    result:
      | { readonly status: 'succeeded' }
      | {
          readonly status: 'failed';
          readonly errorCode: string;
          readonly detail: string | null;
          readonly userMessage: string;
        },
  ): Promise<void>;
}
