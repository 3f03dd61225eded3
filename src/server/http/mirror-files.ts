import { type PageHeader, readFrontMatter } from '../../config/front-matter.ts';
import type { Target } from '../../core/connection.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import { Problem } from '../../core/problem.ts';
import type { FileVersion, GitMirror, RepoHost } from '../../core/roles/repo-host.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from './access.ts';
import { objectOf, type SourceConnection } from './connections.ts';

/** A connection's mirror as its clone on this machine holds it. */
export interface OpenMirror {
  readonly host: RepoHost;
  readonly mirror: GitMirror;
  readonly repository: TrackedRepository;
}

const BUSY_MS = 15_000;

function busy(): Problem {
  return new Problem({
    code: 'repository-busy',
    message: 'The clone of the repository is in use.',
    status: 503,
    actor: 'nobody',
    hint: 'Try again in a moment.',
    retry: { kind: 'soon' },
  });
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(busy()), BUSY_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Opens the clone of a repository of an organization. Throws Problem `not-found` where its connection is gone. */
export async function openTracked(
  deps: Pick<ServerDeps, 'ports' | 'openRepoHost'>,
  tracked: TrackedRepository,
): Promise<OpenMirror> {
  const connection = await deps.ports.connections.get(tracked.orgId, tracked.connectionId);
  if (!connection) throw notFound('The repository');
  const host = await deps.openRepoHost(connection);
  const mirror = await inTime(host.getRepository(tracked.remoteId).then((found) => host.openMirror(found)));
  return { host, mirror, repository: tracked };
}

/** Opens the clone of a connection's target. Throws Problem `not-found` where none is chosen. */
export async function openMirrorOf(deps: ServerDeps, { connection }: SourceConnection): Promise<OpenMirror> {
  const target = objectOf<Target>(connection, 'target');
  const tracked = target && (await deps.ports.repositories.findByRemote(target.connectionId, target.repositoryId));
  if (!tracked || tracked.orgId !== connection.orgId) throw notFound('The repository of this mirror');
  return openTracked(deps, tracked);
}

/** Does `read` on what the clone holds, and once more with the branch fetched where an object is missing. */
export async function readMirror<Value>(open: OpenMirror, read: (mirror: GitMirror) => Promise<Value>): Promise<Value> {
  try {
    return await read(open.mirror);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'object-missing') throw error;
    await inTime(open.mirror.fetch(open.repository.branch));
    return read(open.mirror);
  }
}

/** What stands in the head of a mirrored file; null: it is none. */
export function headerOf(content: Uint8Array): PageHeader | null {
  return readFrontMatter(new TextDecoder().decode(content).split('\n'))?.header ?? null;
}

/** Contents by blob; a blob that is asked for twice is read once. */
export async function readContents(
  mirror: GitMirror,
  blobs: readonly (string | null)[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const asked = [...new Set(blobs.filter((blob) => blob !== null))];
  const contents = new Map<string, Uint8Array>();
  for await (const { blob, content } of mirror.readBlobs(asked)) contents.set(blob, content);
  return contents;
}

/** Page version that a state of a file shows. */
export function versionIn(contents: ReadonlyMap<string, Uint8Array>, { blob }: FileVersion): number | null {
  const content = blob === null ? undefined : contents.get(blob);
  return content === undefined ? null : (headerOf(content)?.version ?? null);
}
