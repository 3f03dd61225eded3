import type { Connection } from '../core/connection.ts';
import type { GitMirror, RepoHost, Repository } from '../core/roles/repo-host.ts';
import { connectionGone } from './connection-state.ts';
import type { WorkContext } from './context.ts';

/** For so long what was read of a repository is good enough to begin with. */
const SEEN_MS = 60_000;

/** An opened repository. */
export interface RepositorySession {
  readonly host: RepoHost;
  readonly repository: Repository;
  readonly mirror: GitMirror;
}

/** Opens a repository of a host's connection, found by its id whatever it is called by now. */
export async function openRepository(
  context: WorkContext,
  hostConnection: Connection | null,
  repositoryId: string,
): Promise<RepositorySession> {
  const host = await openHost(context, hostConnection);
  const repository = await host.getRepository(repositoryId);
  return { host, repository, mirror: await host.openMirror(repository) };
}

/**
 * Opens a repository as this process read it a moment ago, where it did (`isSeen`), and reads it again meanwhile:
 * `now` gives what it is like.
 */
export async function openSeenRepository(
  context: WorkContext,
  hostConnection: Connection | null,
  repositoryId: string,
): Promise<RepositorySession & { readonly now: Promise<Repository>; readonly isSeen: boolean }> {
  const host = await openHost(context, hostConnection);
  const seen = host.seenRepository?.(repositoryId, SEEN_MS) ?? null;
  const now = host.getRepository(repositoryId);
  // A failure is thrown where it is waited for.
  now.catch(() => undefined);
  const repository = seen ?? (await now);
  return { host, repository, mirror: await host.openMirror(repository), now, isSeen: seen !== null };
}

async function openHost(context: WorkContext, hostConnection: Connection | null): Promise<RepoHost> {
  if (!hostConnection) throw connectionGone();
  return context.openRepoHost(hostConnection);
}

/** Content connections of an organization whose mirror goes to a repository. */
export async function mirrorsInto(
  context: WorkContext,
  orgId: string,
  repository: { readonly connectionId: string; readonly remoteId: string },
): Promise<readonly Connection[]> {
  const all = await context.ports.connections.list(orgId);
  return all.filter((connection) => {
    const target = connection.config.target as { connectionId?: string; repositoryId?: string } | null | undefined;
    return target?.connectionId === repository.connectionId && target.repositoryId === repository.remoteId;
  });
}
