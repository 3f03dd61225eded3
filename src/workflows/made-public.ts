import type { Connection } from '../core/connection.ts';
import { Problem } from '../core/problem.ts';
import type { Repository } from '../core/roles/repo-host.ts';
import type { WorkContext } from './context.ts';

/** What a person must see and decide before a connection goes on; it stands in the connection's `alert`. */
interface Alert {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly at: string;
}

function madePublic(fullName: string): Problem {
  return new Problem({
    code: 'repository-made-public',
    message: `The repository ${fullName} was private when it was chosen and is public now. Nothing more is written.`,
    status: 409,
    actor: 'repository-admin',
    hint: 'Make the repository private again and resume, or type its full name to confirm that everybody may read it.',
  });
}

/** True where everybody reads what was chosen as private (F22, S24). */
function isMadePublic(connection: Connection, repository: Repository): boolean {
  const seen = connection.config.targetPrivate as { id?: string; private?: boolean } | null | undefined;
  return seen?.id === repository.id && seen.private === true && !repository.private;
}

/**
 * Pauses a mirror whose repository was made public, ends its runs and leaves an alert for people. Gives the problem;
 * null where nothing is wrong. Says it once.
 */
export async function stopIfMadePublic(
  context: WorkContext,
  connection: Connection,
  repository: Repository,
): Promise<Problem | null> {
  if (!isMadePublic(connection, repository)) return null;
  const { ports, clock } = context;
  const { orgId, id } = connection;
  const problem = madePublic(repository.fullName);
  const { code, message, hint = '' } = problem;
  const alert: Alert = { code, message, hint, at: new Date(clock.now()).toISOString() };
  const before = (connection.config.alert as unknown as Alert | null | undefined) ?? null;
  if (before?.code === code) return problem;
  const changes = { alert: { ...alert }, paused: true };
  if (!(await ports.connections.compareAndSet(orgId, id, 'alert', before && { ...before }, changes))) return problem;
  for (const run of await ports.runs.list(orgId, id, 5))
    if (run.state === 'running') await ports.runs.requestCancel(orgId, run.id);
  await ports.audit.append(orgId, {
    actorId: null,
    action: 'target.made-public',
    connectionId: id,
    detail: { repository: repository.fullName },
    ip: null,
    requestId: null,
  });
  context.log.warn({ connectionId: id, code }, 'a mirror was stopped');
  return problem;
}
