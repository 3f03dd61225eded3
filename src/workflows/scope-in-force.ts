import { isDeepStrictEqual } from 'node:util';
import { configPath, parseScope } from '../config/index.ts';
import type { Connection, Json } from '../core/connection.ts';
import { Problem } from '../core/problem.ts';
import type { Scope } from '../core/scope.ts';
import { blobHash } from '../pipeline/publish/index.ts';
import {
  asJson,
  mirrorRootOf,
  type ScopeProblemState,
  scopeInForce,
  scopeProblemOf,
  textAt,
} from './connection-state.ts';
import type { WorkContext } from './context.ts';
import type { RepositorySession } from './repository-session.ts';

export interface ScopeReadingResult {
  readonly scope: Scope;
  /** Commit at which a scope came into force that no run has carried out yet; null: one has. */
  readonly unread: string | null;
  /** That scope shows every page otherwise than the last one did, the unchanged ones too. */
  readonly rendersAnew: boolean;
  /** What is wrong with the file, where the last good scope had to stay in force. */
  readonly problem: string | null;
  /** Blob of the file as it was read; null: there is none. */
  readonly blob: string | null;
}

function noScope(problem: ScopeProblemState): Problem {
  return new Problem({
    code: problem.code,
    message: problem.message,
    status: 409,
    actor: 'operator',
    hint: 'Merge the configuration pull request, or correct the file, then start the sync again.',
  });
}

/**
 * Reads the scope file at a commit of the target branch. A file that cannot be used, or is gone, never
 * changes what is mirrored: the last good scope stays in force, the connection says what is wrong, and
 * the commit is marked at the line. Problem where there is no last good scope.
 */
export async function readScopeInForce(
  context: WorkContext,
  connection: Connection,
  opened: RepositorySession,
  commit: string | null,
): Promise<ScopeReadingResult> {
  const { orgId, id } = connection;
  const path = configPath(mirrorRootOf(connection));
  const last = scopeInForce(connection);
  const before = scopeProblemOf(connection);
  const bytes = commit === null ? null : await opened.mirror.readFile(commit, path);
  const blob = bytes === null ? null : blobHash(bytes);
  const keep = async (problem: ScopeProblemState, report: boolean): Promise<ScopeReadingResult> => {
    const known = before?.message === problem.message && before.line === problem.line;
    if (!known) await context.ports.connections.patch(orgId, id, { scopeProblem: asJson(problem) });
    if (!known && report && commit !== null)
      await opened.host
        .reportFile(opened.repository, commit, {
          path,
          line: problem.line ?? 1,
          title: 'This scope file cannot be used',
          message: `${problem.message} The last good scope stays in force.`,
        })
        .catch((error: unknown) => context.log.warn({ problem: String(error) }, 'the commit could not be marked'));
    if (last === null) throw noScope(problem);
    return { scope: last, ...unreadOf(connection), problem: problem.message, blob };
  };

  if (bytes === null || commit === null)
    return keep(
      { code: 'scope-file-missing', message: `There is no ${path} on the target branch.`, commit: commit ?? '' },
      false,
    );
  const reading = parseScope(bytes, { source: connection.connector });
  if (!reading.ok) {
    const { message, line, column } = reading.problems[0]!;
    return keep({ code: 'scope-file-invalid', message, line, column, commit }, true);
  }
  const changed = !isDeepStrictEqual(last, reading.scope);
  const keys: Record<string, Json> = {};
  // Stands until a run has listed what the scope chooses: the one that finds it changed may fail.
  const unread = unreadOf(connection);
  if (changed) {
    unread.unread = commit;
    unread.rendersAnew ||= last !== null && !isDeepStrictEqual(last.attachments, reading.scope.attachments);
    Object.assign(keys, { scope: asJson(reading.scope), scopeCommit: commit, scopeUnread: commit });
    keys.scopeRendersAnew = unread.rendersAnew ? true : null;
  }
  if (before !== null) keys.scopeProblem = null;
  if (Object.keys(keys).length > 0) await context.ports.connections.patch(orgId, id, keys);
  return { scope: reading.scope, ...unread, problem: null, blob };
}

function unreadOf(connection: Connection): { unread: string | null; rendersAnew: boolean } {
  return { unread: textAt(connection, 'scopeUnread'), rendersAnew: connection.config.scopeRendersAnew === true };
}
