import type { WorkContext } from './context.ts';
import type { WorkerJobs } from './jobs.ts';

/** What the workflows of one worker share. */
export interface Tools {
  readonly context: WorkContext;
  readonly jobs: WorkerJobs;
}
