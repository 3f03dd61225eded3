import type { Connection } from '../../core/connection.ts';
import type { SecretName } from '../../core/ports/connections.ts';
import type { Ports } from '../../core/ports/index.ts';
import { toProblem } from '../../core/problem.ts';
import { broken, brokenBy, type Check, doubtful, healthy, spanOf } from './finding.ts';

const OPEN_RUN_MS = 6 * 3_600_000;

/** The database answers and has this build's schema. `ping` throws Problem. */
export async function lookAtDatabase(ping: () => Promise<void>, embedded: boolean) {
  try {
    await ping();
    return healthy('database', `${embedded ? 'The embedded database' : 'The database'} answers, with this schema.`);
  } catch (error) {
    const problem = toProblem(error);
    if (problem.code !== 'database-not-migrated')
      return brokenBy('database', error, 'Everything that ctx| knows is kept there.');
    return broken('database-schema', {
      what: problem.message,
      why: 'This build cannot work with the database as it is.',
      next: 'Run: ctxpipe migrate',
    });
  }
}

export interface StoredDeps {
  readonly orgId: string;
  readonly connections: readonly Connection[];
  /** Secrets that a connection can hold. */
  readonly secretNames: readonly SecretName[];
  now(): number;
}

/** Saved secrets of an organization open with this deployment's key, and none of its runs is stuck. */
export function storedChecks(ports: Ports, { orgId, connections, secretNames, now }: StoredDeps): readonly Check[] {
  return [
    {
      name: 'stored-secrets',
      async look() {
        for (const { id, name } of connections)
          for (const secret of secretNames) {
            try {
              await ports.connections.secret(orgId, id, secret);
            } catch (error) {
              return brokenBy('stored-secrets', error, `The connection ${name} cannot work without it.`);
            }
          }
        return healthy('stored-secrets', 'Every saved secret opens with the key.');
      },
    },
    {
      name: 'open-runs',
      async look() {
        const open = (await ports.runs.allOpen()).filter((one) => one.orgId === orgId);
        const old = open.filter(({ run }) => now() - Date.parse(run.startedAt) > OPEN_RUN_MS);
        if (old.length === 0) return healthy('open-runs', `Runs at work: ${open.length}.`);
        const { run } = old[0]!;
        return doubtful('open-runs', {
          what: `Run ${run.id} has been at work for ${spanOf(now() - Date.parse(run.startedAt))}, at step ${run.step}.`,
          why: 'No other run of its connection starts before it ends.',
          next: 'Look at its log in the web page; cancel it there if it does not move.',
        });
      },
    },
  ];
}
