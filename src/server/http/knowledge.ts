import type { RepoHost } from '../../core/roles/repo-host.ts';
import type { ServerDeps } from '../deps.ts';
import { createKnowledge, type Knowledge, type Meaning } from '../knowledge/index.ts';
import { openTracked, readMirror } from './mirror-files.ts';

function meaningOf({ ports, embedder, reranker, log }: ServerDeps): Meaning | null {
  if (!embedder || !ports.embeddings) return null;
  return {
    embeddings: ports.embeddings,
    embedder,
    reranker: reranker ?? null,
    failed: ({ code, message }) => log.warn({ code, problem: message }, 'Words alone rank: the model failed.'),
  };
}

/**
 * The knowledge of every organization, with file addresses as each repository's host forms them. A host is
 * opened when its repositories are first asked about; one that cannot be opened leaves the repository's own address.
 */
export function openKnowledge(deps: ServerDeps): Knowledge {
  const { connections, repositories } = deps.ports;
  const hosts = new Map<string, Pick<RepoHost, 'fileUrl'> | null>();
  const knowledge = createKnowledge({
    ports: deps.ports,
    clock: deps.clock,
    meaning: meaningOf(deps),
    readClone: async (repository, work) => readMirror(await openTracked(deps, repository), work),
    fileUrl: (repository, commit, path, lines) =>
      hosts.get(repository.connectionId)?.fileUrl(repository, commit, path, lines) ?? repository.url,
  });

  const prepare = async (orgId: string): Promise<void> => {
    for (const { connectionId } of await repositories.list(orgId)) {
      if (hosts.get(connectionId)) continue;
      const connection = await connections.get(orgId, connectionId);
      const host = connection && (await deps.openRepoHost(connection).catch(() => null));
      hosts.set(connectionId, host);
    }
  };
  const after =
    <Rest extends readonly unknown[], Value>(ask: (orgId: string, ...rest: Rest) => Promise<Value>) =>
    async (orgId: string, ...rest: Rest): Promise<Value> => {
      await prepare(orgId);
      return ask(orgId, ...rest);
    };
  return {
    ...knowledge,
    search: after(knowledge.search),
    read: after(knowledge.read),
    readById: after(knowledge.readById),
    outline: after(knowledge.outline),
    recentChanges: after(knowledge.recentChanges),
    changes: after(knowledge.changes),
    health: after(knowledge.health),
  };
}
