import { z } from 'zod';
import { toProblem } from '../core/problem.ts';
import { plainLine, type Terminal } from './terminal.ts';

/** Progress of a job, as the server's interface has it. */
export const provisionStatus = z.looseObject({
  connectionId: z.string(),
  jobId: z.string(),
  provisionStatus: z.enum(['idle', 'running', 'succeeded', 'failed']),
  steps: z.array(
    z.looseObject({
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
});
export type ProvisionStatus = z.output<typeof provisionStatus>;

const POLL_MS = 1_000;
/** A server that restarts is waited for; the job goes on meanwhile. */
const PATIENCE = 60;

function secondsOf(step: ProvisionStatus['steps'][number]): string {
  if (step.startedAt === null || step.finishedAt === null) return '';
  return ` (${((Date.parse(step.finishedAt) - Date.parse(step.startedAt)) / 1000).toFixed(1)} s)`;
}

/** Says each step and each line of the log once, as they come. */
function createNarrator(terminal: Terminal): (status: ProvisionStatus) => void {
  const said = new Map<string, string>();
  let lines = 0;
  return ({ steps, log }) => {
    for (const line of log.slice(lines)) terminal.warn(plainLine(`    ${line}\n`));
    lines = log.length;
    for (const step of steps) {
      if (step.state === 'waiting' || said.get(step.name) === step.state) continue;
      said.set(step.name, step.state);
      const word = { running: '...', succeeded: 'done', failed: 'failed' }[step.state];
      terminal.warn(plainLine(`${step.name.padEnd(12)} ${word}${secondsOf(step)}\n`));
    }
  };
}

/** Follows a job to its end, telling a person what happens. Throws Problem where the server stays away. */
export async function watchProvision(
  read: () => Promise<ProvisionStatus>,
  terminal: Terminal,
  sleep: (ms: number) => Promise<void>,
): Promise<ProvisionStatus> {
  const narrate = createNarrator(terminal);
  for (let missed = 0; ; await sleep(POLL_MS)) {
    try {
      const status = await read();
      missed = 0;
      narrate(status);
      if (status.provisionStatus !== 'running') return status;
    } catch (error) {
      missed += 1;
      if (toProblem(error).code !== 'server-unreachable' || missed > PATIENCE) throw error;
    }
  }
}
