import type { Connection } from '../core/connection.ts';
import type { GitMirror, RepoHost, Repository } from '../core/roles/repo-host.ts';
import { connectionGone } from './connection-state.ts';
import type { WorkContext } from './context.ts';

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
  if (!hostConnection) throw connectionGone();
  const host = await context.openRepoHost(hostConnection);
  const repository = await host.getRepository(repositoryId);
  return { host, repository, mirror: await host.openMirror(repository) };
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
