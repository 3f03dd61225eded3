import type { Connection } from '../../core/connection.ts';
import type { EntityKind } from '../../core/entity.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { RepoHost, TreeEntry } from '../../core/roles/repo-host.ts';
import type { Scope, SpaceScope } from '../../core/scope.ts';
import { fileKey, type GraphContext, isCodeOwners, readCodeOwners } from '../../pipeline/graph/index.ts';
import { mirrorRootOf } from '../connection-state.ts';
import type { WorkContext } from '../context.ts';
import { mirrorsInto } from '../repository-session.ts';

/** What the documents of a repository are read against. */
export interface Surroundings {
  readonly mirrorRoot: string | null;
  readonly graph: GraphContext;
  /** Pages that are restricted: a file of theirs that still stands is not indexed. */
  readonly withheld: ReadonlySet<string>;
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

const PAGE_IN_ADDRESS = /\/spaces\/([^/?#]+)\/pages\/(\d{1,20})(?:[/?#]|$)/;

/** Whether nothing narrows a space, so that every current page of it has a place in the ledger. */
function isWhole({ selectedPageIds, labels, exclude }: SpaceScope): boolean {
  const { pageIds = [], labels: without = [], titles = [], modifiedBefore } = exclude ?? {};
  return !selectedPageIds && !labels && !modifiedBefore && pageIds.length + without.length + titles.length === 0;
}

/** Reads the page out of an address of a source, of spaces that are mirrored whole: there a page not known is none. */
function pageAddresses({ config }: Connection): (url: string) => string | undefined {
  const { site, scope } = config as unknown as {
    readonly site?: { readonly url?: string } | null;
    readonly scope?: Pick<Scope, 'spaces'> | null;
  };
  const whole = new Set((scope?.spaces ?? []).filter(isWhole).map(({ key }) => key));
  return (url) => {
    if (!site?.url || !url.startsWith(`${site.url}/`)) return undefined;
    const [, space = '', pageId] = PAGE_IN_ADDRESS.exec(url) ?? [];
    return whole.has(space) ? pageId : undefined;
  };
}

/** Pages by path and address, and files by address: what a link in a document may name. */
export async function readSurroundings(
  context: WorkContext,
  repository: TrackedRepository,
  host: RepoHost,
  tree: ReadonlyMap<string, TreeEntry>,
  readFile: (path: string) => Promise<Uint8Array | null>,
): Promise<Surroundings> {
  const { ports } = context;
  const mirrors = await mirrorsInto(context, repository.orgId, repository);
  const here = new Set(mirrors.map((connection) => connection.id));
  const pageByPath = new Map<string, string>();
  const pageByUrl = new Map<string, string>();
  const withheld = new Set<string>();
  const named: ((url: string) => string | undefined)[] = [];
  for (const connection of await ports.connections.list(repository.orgId)) {
    if (!context.sources.has(connection.connector)) continue;
    named.push(pageAddresses(connection));
    for (const row of await ports.ledger.pages(repository.orgId, connection.id)) {
      if (row.reason === 'restricted') withheld.add(row.pageId);
      if (row.path === null) continue;
      if (here.has(connection.id)) pageByPath.set(row.path, row.pageId);
      if (row.url !== null) pageByUrl.set(row.url, row.pageId);
    }
  }
  const ownersPath = [...tree.keys()].filter(isCodeOwners).sort()[0];
  const owners = ownersPath === undefined ? null : await readFile(ownersPath);
  const tracked = await ports.repositories.list(repository.orgId);
  const fileAt = fileAddresses(
    host,
    tracked.filter((one) => one.connectionId === repository.connectionId),
  );
  return {
    withheld,
    mirrorRoot: mirrors[0] ? mirrorRootOf(mirrors[0]) : null,
    graph: {
      repository: { fullName: repository.fullName, url: repository.url },
      pageAt: (path) => pageByPath.get(path),
      hasFile: (path) => tree.has(path),
      ...(owners && { ownerOf: readCodeOwners(ownersPath!, new TextDecoder().decode(owners)) }),
      pageNamedBy: (url) => {
        const known = pageByUrl.get(url.split('#')[0]!);
        return known ?? named.map((read) => read(url)).find((id) => id !== undefined);
      },
      entityAt: (url) => {
        const page = pageByUrl.get(url) ?? pageByUrl.get(url.split('#')[0]!);
        return page === undefined ? fileAt(url) : { kind: 'page', key: page };
      },
    },
  };
}
