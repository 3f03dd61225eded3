import type { Connection, Target } from '../../core/connection.ts';
import type { RunLogLine } from '../../core/ports/runs.ts';
import { Problem } from '../../core/problem.ts';
import type { ContentSource } from '../../core/roles/content-source.ts';
import type { Repository } from '../../core/roles/repo-host.ts';
import type { RunCounts } from '../../core/run.ts';
import { asJson, connectionGone, mirrorRootOf, requireTarget } from '../connection-state.ts';
import type { WorkContext } from '../context.ts';
import { stopIfMadePublic } from '../made-public.ts';
import { openSeenRepository, type RepositorySession } from '../repository-session.ts';
import type { SyncInput } from '../specs.ts';

/** Everything that one run has opened. It lives as long as one execution of the workflow. */
export interface SyncSession extends RepositorySession {
  readonly context: WorkContext;
  readonly input: SyncInput;
  /** As it stood when the session was opened. */
  readonly connection: Connection;
  readonly source: ContentSource;
  readonly target: Target;
  /** Folder of the mirror. */
  readonly root: string;
  /** Resolves once the repository was found to be one that may be written. Nothing is pushed before. */
  readonly writable: Promise<void>;
  /** Problem `run-cancelled` once somebody asked for it. */
  goOn(): Promise<void>;
  say(level: RunLogLine['level'], message: string): Promise<void>;
  progress(step: string, counts?: Partial<RunCounts>): Promise<void>;
}

export function cancelled(): Problem {
  return new Problem({ code: 'run-cancelled', message: 'The run was cancelled.', status: 409 });
}

/** Follows the repository by its id, and refuses one that must not be written. */
async function checkRepository(context: WorkContext, connection: Connection, target: Target, repository: Repository) {
  if (repository.archived)
    throw new Problem({
      code: 'repository-archived',
      message: `The repository ${repository.fullName} is archived.`,
      status: 409,
      actor: 'repository-admin',
      hint: 'Unarchive it, or choose another target repository.',
    });
  const seen = connection.config.targetPrivate as { id?: string; private?: boolean } | null | undefined;
  const same = seen?.id === repository.id;
  const stopped = await stopIfMadePublic(context, connection, repository);
  if (stopped) throw stopped;
  const keys: Record<string, ReturnType<typeof asJson>> = {};
  if (!same || seen?.private !== repository.private)
    keys.targetPrivate = { id: repository.id, private: repository.private };
  if (target.fullName !== repository.fullName) keys.target = asJson({ ...target, fullName: repository.fullName });
  if (Object.keys(keys).length > 0) await context.ports.connections.patch(connection.orgId, connection.id, keys);
}

/** Opens source and target of a run. */
export async function openSession(context: WorkContext, input: SyncInput): Promise<SyncSession> {
  const { orgId, connectionId, runId } = input;
  const { runs, connections } = context.ports;
  const connection = await connections.get(orgId, connectionId);
  if (!connection) throw connectionGone();
  const target = requireTarget(connection);
  const hostConnection = await connections.get(orgId, target.connectionId);
  const [source, opened] = await Promise.all([
    context.openSource(connection),
    openSeenRepository(context, hostConnection, target.repositoryId),
  ]);
  const { now, isSeen, ...repository } = opened;
  const writable = now.then((found) => checkRepository(context, connection, target, found));
  // A failure is thrown where it is waited for.
  writable.catch(() => undefined);
  if (!isSeen) await writable;
  return {
    ...repository,
    writable,
    context,
    input,
    connection,
    source,
    target,
    root: mirrorRootOf(connection),
    async goOn() {
      if (await runs.cancelRequested(orgId, runId)) throw cancelled();
    },
    async say(level, message) {
      await runs.log(orgId, runId, [{ at: new Date(context.clock.now()).toISOString(), level, message }]);
    },
    async progress(step, counts) {
      // What a first try has published and counted stands: a repeated step counts what is left to do.
      const isCounted = counts !== undefined && (await runs.get(orgId, runId))?.commit != null;
      await runs.progress(orgId, runId, { step, ...(counts && !isCounted ? { counts } : {}) });
    },
  };
}
