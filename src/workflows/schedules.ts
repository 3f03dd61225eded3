import type { Connection } from '../core/connection.ts';
import type { Schedule } from '../core/ports/schedule.ts';

export type ScheduleKind = 'sweep' | 'proposal' | 'repositories';

const KINDS: readonly ScheduleKind[] = ['sweep', 'proposal', 'repositories'];

/** Hour of milliseconds: a sweep heals what lost events left behind, and finds restrictions that no event tells of. */
export const SWEEP_EVERY_MS = 3_600_000;
/** Merges are noticed by event; this finds those whose event was lost. */
export const PROPOSAL_EVERY_MS = 60_000;
export const REPOSITORIES_EVERY_MS = 5 * 60_000;

export function scheduleName(kind: ScheduleKind, connectionId: string): string {
  return `${kind}:${connectionId}`;
}

export function readScheduleName(name: string): ScheduleKind | null {
  return KINDS.find((kind) => name.startsWith(`${kind}:`)) ?? null;
}

/** Minutes between sweeps as the connection has it, else as the deployment has it, else an hour. */
export function sweepEveryMs(connection: Connection, deploymentMs: number | undefined): number {
  const own = connection.config.sweepMinutes;
  if (typeof own === 'number' && own >= 1) return own * 60_000;
  return deploymentMs ?? SWEEP_EVERY_MS;
}

export async function keepSchedule(
  schedule: Schedule,
  kind: ScheduleKind,
  connection: Pick<Connection, 'id' | 'orgId'>,
  everyMs: number,
): Promise<void> {
  const { orgId, id } = connection;
  await schedule.set(scheduleName(kind, id), { orgId, connectionId: id, everyMs });
}

export async function endSchedule(schedule: Schedule, kind: ScheduleKind, connectionId: string): Promise<void> {
  await schedule.remove(scheduleName(kind, connectionId));
}
