import type { EntityKind } from '../../core/entity.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { RepoHost, TreeEntry } from '../../core/roles/repo-host.ts';
import { fileKey, type GraphContext } from '../../pipeline/graph/index.ts';
import { mirrorRootOf } from '../connection-state.ts';
import type { WorkContext } from '../context.ts';
import { mirrorsInto } from '../repository-session.ts';

/** What the documents of a repository are read against. */
export interface Surroundings {
  readonly mirrorRoot: string | null;
  readonly graph: GraphContext;
}

type EntityRef = { readonly kind: EntityKind; readonly key: string };

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Reads an address of a file as the host writes them, of whatever commit or branch. */
function fileAddresses(
  host: RepoHost,
  repositories: readonly TrackedRepository[],
): (url: string) => EntityRef | undefined {
  const rules = repositories.map(({ url, fullName }) => {
    const sample = host.fileUrl({ url }, 'COMMIT', 'PATH');
    const pattern = escaped(sample).replace('COMMIT', '[^/]+').replace('PATH', '([^?#]+)');
    return { fullName, pattern: new RegExp(`^${pattern}(?:[?#]|$)`) };
  });
  return (url) => {
    for (const { fullName, pattern } of rules) {
      const path = pattern.exec(url)?.[1];
      if (path === undefined) continue;
      try {
        return { kind: 'file', key: fileKey(fullName, decodeURIComponent(path)) };
      } catch {
        return undefined;
      }
    }
    return undefined;
  };
}

/** Pages by path and address, and files by address: what a link in a document may name. */
export async function readSurroundings(
  context: WorkContext,
  repository: TrackedRepository,
  host: RepoHost,
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<Surroundings> {
  const { ports } = context;
  const mirrors = await mirrorsInto(context, repository.orgId, repository);
  const here = new Set(mirrors.map((connection) => connection.id));
  const pageByPath = new Map<string, string>();
  const pageByUrl = new Map<string, string>();
  for (const connection of await ports.connections.list(repository.orgId)) {
    if (!context.sources.has(connection.connector)) continue;
    for (const row of await ports.ledger.pages(repository.orgId, connection.id)) {
      if (row.path === null) continue;
      if (here.has(connection.id)) pageByPath.set(row.path, row.pageId);
      if (row.url !== null) pageByUrl.set(row.url, row.pageId);
    }
  }
  const tracked = await ports.repositories.list(repository.orgId);
  const fileAt = fileAddresses(
    host,
    tracked.filter((one) => one.connectionId === repository.connectionId),
  );
  return {
    mirrorRoot: mirrors[0] ? mirrorRootOf(mirrors[0]) : null,
    graph: {
      repository: { fullName: repository.fullName, url: repository.url },
      pageAt: (path) => pageByPath.get(path),
      hasFile: (path) => tree.has(path),
      entityAt: (url) => {
        const page = pageByUrl.get(url) ?? pageByUrl.get(url.split('#')[0]!);
        return page === undefined ? fileAt(url) : { kind: 'page', key: page };
      },
    },
  };
}
