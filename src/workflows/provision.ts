import { Problem } from '../core/problem.ts';
import type { ProvisionLog } from '../core/roles/provisioner.ts';
import { type Attempt, attempt, problemOfFailure, type RecordedProblem } from './attempt.ts';
import { textAt } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { codes, keys, provisionCodes } from './contract-names.ts';
import { defineWorkflowSpec, isFinalFailure, type WorkflowFunction } from './engine.ts';
import { loadProvisionJob, type ProvisionJob } from './provision-job.ts';
import { appIdOf, checkOnce, deployOnce, installDeployed, leaveFormerApps, registerOnce } from './provision-steps.ts';

export interface ProvisionInput {
  readonly orgId: string;
  readonly connectionId: string;
  readonly jobId: string;
}

export const provisionSpec = defineWorkflowSpec<ProvisionInput, { readonly status: 'succeeded' | 'failed' }>({
  name: 'provision',
  version: '1',
});

/** Steps as people see them, in order. */
export const provisionSteps = ['preflight', 'register', 'lint', 'deploy', 'install', 'confirm', 'first-token'] as const;
type StepName = (typeof provisionSteps)[number];

const FIRST_TOKEN_WAIT_MS = 120_000;
const FIRST_TOKEN_POLL_MS = 250;

function jobLog(context: WorkContext, input: ProvisionInput): { log: ProvisionLog; flush: () => Promise<void> } {
  let pending: string[] = [];
  return {
    log: (line) => pending.push(line),
    flush: async () => {
      const lines = pending;
      pending = [];
      if (lines.length > 0) await context.ports.provisions.appendLog(input.orgId, input.jobId, lines);
    },
  };
}

async function awaitFirstToken(context: WorkContext, input: ProvisionInput): Promise<void> {
  const deadline = context.clock.now() + FIRST_TOKEN_WAIT_MS;
  while (context.clock.now() < deadline) {
    const { connection } = await loadProvisionJob(context, input);
    if (textAt(connection, keys.installationId) && connection.config.systemTokenMeta) return;
    await context.clock.sleep(FIRST_TOKEN_POLL_MS);
  }
  throw new Problem({
    code: 'network',
    message: `The app is installed, but no event reached ${context.publicOrigin} within two minutes.`,
    detail: 'no-installed-event',
    hint: 'Make this address reachable from the internet over https, then retry.',
  });
}

type StepBody = (job: ProvisionJob, log: ProvisionLog) => Promise<void>;

function stepBodies(context: WorkContext, input: ProvisionInput): Readonly<Record<StepName, StepBody>> {
  return {
    preflight: async (job, log) => {
      const { siteId } = await job.provisioner.preflight(job.request, log);
      const site = job.connection.config.site as { id?: string } | undefined;
      if (site?.id && site.id !== siteId)
        throw new Problem({
          code: codes.site,
          message: `${job.request.siteHost} is not the site that was linked.`,
          detail: 'other-site',
          actor: 'operator',
          hint: 'Enter the host of the linked site, or link the other site first.',
        });
      await context.checkPublicOrigin?.(log);
      await context.checkProxy?.(log);
      await leaveFormerApps(context, job, log);
    },
    register: (job, log) => registerOnce(context, job, log),
    lint: (job, log) => checkOnce(context, job, log),
    deploy: (job, log) => deployOnce(context, job, log),
    install: (job, log) => installDeployed(context, job, log),
    confirm: async (job, log) => {
      const found = await job.provisioner.confirm(job.request, appIdOf(job), log);
      if (!found)
        throw new Problem({
          code: 'unknown',
          message: 'The installation is not listed after the install command.',
          detail: 'not-listed',
          hint: 'Retry; an installation that is already there is found and kept.',
        });
    },
    'first-token': () => awaitFirstToken(context, input),
  };
}

type Result = { readonly status: 'succeeded' | 'failed' };

/** Registers, deploys and installs our app; every step can be repeated and continues where it stopped. */
export function provision(context: WorkContext): WorkflowFunction<ProvisionInput, Result> {
  return async ({ input, step }) => {
    const { provisions } = context.ports;
    const bodies = stepBodies(context, input);
    for (const name of provisionSteps) {
      let result: Attempt<null>;
      try {
        result = await step.run({ name, retryPolicy: { maximumAttempts: 3, initialInterval: '1s' } }, async () => {
          const { log, flush } = jobLog(context, input);
          await provisions.step(input.orgId, input.jobId, name, 'running');
          context.reach(`provision:${name}`);
          const outcome = await attempt(async () => {
            await bodies[name](await loadProvisionJob(context, input), log);
            return null;
          }).finally(flush);
          await provisions.step(input.orgId, input.jobId, name, outcome.ok ? 'succeeded' : 'failed');
          return outcome;
        });
      } catch (error) {
        if (!isFinalFailure(error)) throw error;
        result = { ok: false, problem: problemOfFailure(error) };
      }
      if (!result.ok) {
        const { problem } = result;
        return step.run({ name: 'fail' }, () => finishFailed(context, input, name, problem));
      }
    }
    return step.run({ name: 'finish' }, () => finishWell(context, input));
  };
}

async function finishFailed(
  context: WorkContext,
  input: ProvisionInput,
  name: StepName,
  problem: RecordedProblem,
): Promise<Result> {
  const known = provisionCodes.has(problem.code);
  await context.ports.provisions.step(input.orgId, input.jobId, name, 'failed');
  await context.ports.provisions.finish(input.orgId, input.jobId, {
    status: 'failed',
    errorCode: known ? problem.code : 'unknown',
    detail: problem.detail ?? (known ? null : problem.code),
    userMessage: [problem.message, problem.hint].filter(Boolean).join(' '),
  });
  return { status: 'failed' };
}

async function finishWell(context: WorkContext, input: ProvisionInput): Promise<Result> {
  await context.ports.provisions.finish(input.orgId, input.jobId, { status: 'succeeded' });
  await context.ports.audit.append(input.orgId, {
    actorId: null,
    action: 'connection.provisioned',
    connectionId: input.connectionId,
    detail: { jobId: input.jobId },
    ip: null,
    requestId: null,
  });
  return { status: 'succeeded' };
}
