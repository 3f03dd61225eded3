import type { Provision, ProvisionStep } from '../connection.ts';

export interface Provisions {
  /** The newest job of a connection; idle where none was started. */
  current(orgId: string, connectionId: string): Promise<Provision>;
  /** Starts a job, or gives the running one. */
  start(
    orgId: string,
    connectionId: string,
    steps: readonly string[],
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
