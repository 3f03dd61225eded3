import { z } from '@hono/zod-openapi';
import type { Provision } from '../../core/connection.ts';
import { redact } from '../../core/secret.ts';

/** Progress of a job as the contract shows it. */
export const provisionStatus = z
  .object({
    connectionId: z.string(),
    jobId: z.string(),
    provisionStatus: z.enum(['idle', 'running', 'succeeded', 'failed']),
    step: z.string().nullable(),
    steps: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['waiting', 'running', 'succeeded', 'failed']),
        startedAt: z.string().nullable(),
        finishedAt: z.string().nullable(),
      }),
    ),
    provisionErrorCode: z.string().nullable(),
    detail: z.string().nullable(),
    userMessage: z.string().nullable(),
    log: z.array(z.string()),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
  })
  .openapi('ProvisionStatus');

export function showProvision(provision: Provision): z.input<typeof provisionStatus> {
  return {
    connectionId: provision.connectionId,
    jobId: provision.jobId,
    provisionStatus: provision.status,
    step: provision.step,
    steps: provision.steps.map((step) => ({ ...step })),
    provisionErrorCode: provision.errorCode,
    detail: provision.detail,
    userMessage: provision.userMessage === null ? null : redact(provision.userMessage),
    log: provision.log.map(redact),
    startedAt: provision.startedAt,
    finishedAt: provision.finishedAt,
  };
}
