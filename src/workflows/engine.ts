import { defineWorkflowSpec, OpenWorkflow, type Worker, type Workflow } from 'openworkflow';
import { BackendPostgres } from 'openworkflow/postgres';
import postgres from 'postgres';
import { plainFailure } from './attempt.ts';

export { defineWorkflowSpec };

export type WorkflowSpec<Input, Output> = Workflow<Input, Output, Input>['spec'];
export type WorkflowFunction<Input, Output> = Workflow<Input, Output, Input>['fn'];
export type StepApi = Parameters<WorkflowFunction<unknown, unknown>>[0]['step'];

/** A spec with what it does; made by `implement`. */
export interface Implementation {
  register(client: OpenWorkflow): void;
}

/** What is known of a started workflow. */
export interface Started {
  readonly id: string;
  readonly state: 'open' | 'succeeded' | 'failed';
  /** Milliseconds since the epoch; null while it is open. */
  readonly finishedAt: number | null;
}

export interface EngineOptions {
  /** Address of the database, its schema up to date. */
  readonly url: string;
  /** Keeps deployments that share a database apart. Default `default`. */
  readonly namespace?: string;
  /** Most connections to the database at a time. Default 4. */
  readonly connections?: number;
}

/**
 * The workflow engine over one pool. Its own migrations are off: processes that start together would
 * race for them, so they belong to the store's. Inputs, outputs and errors stand in its tables as they
 * are: hand it ids and small counts.
 */
export interface Engine {
  /** The same `key` gives the same workflow for 24 hours. */
  start<Input, Output>(
    spec: WorkflowSpec<Input, Output>,
    input: Input,
    options: { readonly key: string; readonly delayMs?: number },
  ): Promise<Started>;
  /** A worker that is not started; `tick` looks for work at once. */
  worker(implementations: readonly Implementation[], concurrency: number): Worker;
  /** Forgets finished workflows that ended before the given time; returns how many. */
  prune(before: Date): Promise<number>;
  close(): Promise<void>;
}

const OPEN_STATES = new Set(['pending', 'running', 'sleeping']);
const GOOD_ENDS = new Set(['succeeded', 'completed']);

export function openEngine(options: EngineOptions): Engine {
  const sql = postgres(options.url, {
    max: options.connections ?? 4,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => undefined,
    connection: { application_name: 'ctxpipe workflows' },
    transform: { column: { from: postgres.toCamel } },
  });
  const namespace = options.namespace ?? 'default';
  const backend = BackendPostgres.fromPool(sql, { namespaceId: namespace });
  const starter = new OpenWorkflow({ backend });

  return {
    async start(spec, input, { key, delayMs }) {
      const handle = await starter.runWorkflow(spec, input, {
        idempotencyKey: key,
        ...(delayMs ? { availableAt: `${delayMs}ms` as const } : {}),
      });
      const { id, status, finishedAt } = handle.workflowRun;
      const state = OPEN_STATES.has(status) ? 'open' : GOOD_ENDS.has(status) ? 'succeeded' : 'failed';
      return { id, state, finishedAt: finishedAt?.getTime() ?? null };
    },
    worker(implementations, concurrency) {
      const client = new OpenWorkflow({ backend });
      for (const one of implementations) one.register(client);
      return client.newWorker({ concurrency });
    },
    async prune(before) {
      // Their step attempts go with them, by foreign key.
      const gone = await sql`
        delete from openworkflow.workflow_runs where namespace_id = ${namespace} and id in (
          select id from openworkflow.workflow_runs
          where namespace_id = ${namespace} and finished_at < ${before} limit 1000)`;
      return gone.count;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/** What the engine throws to steer itself; anything else that leaves a workflow is an error of ours. */
const OWN_SIGNALS = new Set(['StepError', 'SleepSignalError', 'StaleExecutionBranchError', 'StepLimitExceededError']);

function isSignal(error: unknown): boolean {
  return error instanceof Error && OWN_SIGNALS.has(error.constructor.name);
}

/** Joins a spec and its function. What they throw is recorded as plain, redacted text. */
export function implement<Input, Output>(
  spec: WorkflowSpec<Input, Output>,
  work: WorkflowFunction<Input, Output>,
): Implementation {
  return {
    register(client) {
      client.implementWorkflow<Input, Output, Input>(spec, async (params) => {
        const step: StepApi = {
          ...bound(params.step),
          run: (config, body) =>
            params.step.run(config, async () => {
              try {
                return await body();
              } catch (error) {
                throw plainFailure(error);
              }
            }),
        };
        try {
          return await work({ ...params, step });
        } catch (error) {
          throw isSignal(error) ? error : plainFailure(error);
        }
      });
    },
  };
}

function bound(step: StepApi): StepApi {
  return {
    run: step.run.bind(step),
    runWorkflow: step.runWorkflow.bind(step),
    sleep: step.sleep.bind(step),
    sendSignal: step.sendSignal.bind(step),
    waitForSignal: step.waitForSignal.bind(step),
  };
}

/** Whether a step has used up its attempts, so that the workflow may go on without it. */
export function isFinalFailure(error: unknown): boolean {
  if (!(error instanceof Error) || error.constructor.name !== 'StepError') return false;
  const { stepFailedAttempts, retryPolicy } = error as Error & {
    readonly stepFailedAttempts: number;
    readonly retryPolicy: { readonly maximumAttempts: number };
  };
  return retryPolicy.maximumAttempts > 0 && stepFailedAttempts >= retryPolicy.maximumAttempts;
}
