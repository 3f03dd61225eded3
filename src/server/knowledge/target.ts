import type { ChunkIndex, StoredDocument } from '../../core/ports/chunk-index.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import { Problem } from '../../core/problem.ts';

type Stores = Pick<Ports, 'chunks' | 'repositories'>;

const PAGE_ID = /^\d{1,20}$/;
const PAGE_IN_ADDRESS = /\/pages\/(\d{1,20})(?:[/?#]|$)|[?&]pageId=(\d{1,20})(?:[&#]|$)/;

function isSafe(path: string): boolean {
  return path !== '' && !path.split('/').some((part) => part === '..' || part === '.');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A file at a branch, tag or commit, as an address of its repository's host names it. */
export interface FileAddress {
  readonly repository: TrackedRepository;
  /** null: the branch that is indexed. */
  readonly at: string | null;
  readonly path: string;
}

/** What an address names: after the view, the branch or a commit, and the path. */
function readAddress(repository: TrackedRepository, address: string): FileAddress | null {
  if (!address.toLowerCase().startsWith(`${repository.url.toLowerCase()}/`)) return null;
  const parts = address.slice(repository.url.length + 1).split(/[?#]/, 1)[0]!;
  const place = parts.replace(/^-\//, '').replace(/^[^/]+\//, '');
  if (place.startsWith(`${repository.branch}/`))
    return { repository, at: null, path: decoded(place.slice(repository.branch.length + 1)) };
  const [at = '', ...path] = place.split('/');
  return { repository, at: decoded(at), path: decoded(path.join('/')) };
}

/** The file that an address at a host names; null where the target is no such address. */
export function fileAddressOf(repositories: readonly TrackedRepository[], target: string): FileAddress | null {
  for (const repository of repositories) {
    const found = readAddress(repository, target.trim());
    if (found && isSafe(found.path)) return found;
  }
  return null;
}

/** Whether an address is one of the site that the page comes from; what is no address is. */
function isOfSite({ source }: StoredDocument, address: string): boolean {
  if (!/^https?:\/\//i.test(address)) return true;
  return URL.canParse(address) && source !== null && new URL(address).host === new URL(source.url).host;
}

async function byPath(
  chunks: ChunkIndex,
  orgId: string,
  repositories: readonly TrackedRepository[],
  path: string,
): Promise<StoredDocument | null> {
  if (!isSafe(path)) return null;
  for (const repository of repositories) {
    const document = await chunks.documentByPath(orgId, repository.id, path);
    if (document) return document;
  }
  return null;
}

/** `suggestion`: what may have been meant, in words of ours. */
export function documentNotFound(suggestion?: string): Problem {
  return new Problem({
    code: 'document-not-found',
    message: 'No page or file of this organization is indexed under that target.',
    status: 404,
    hint: [
      ...(suggestion === undefined ? [] : [suggestion]),
      'Take page_url, file_url, page_id or "repository:path" from a search result; it may also have been removed since.',
    ].join(' '),
  });
}

/**
 * The document that a target names: a page id, the address of a page or file, `repository:path`, or a path
 * alone. Throws Problem `document-not-found`.
 */
export async function findDocument(ports: Stores, orgId: string, target: string): Promise<StoredDocument> {
  const text = target.trim();
  const pageId = PAGE_ID.test(text) ? text : (PAGE_IN_ADDRESS.exec(text)?.slice(1).find(Boolean) ?? null);
  if (pageId !== null) {
    const page = await ports.chunks.documentByPage(orgId, pageId);
    if (page && isOfSite(page, text)) return page;
  }
  const repositories = await ports.repositories.list(orgId);
  for (const repository of repositories) {
    const path = text.startsWith(`${repository.fullName}:`)
      ? text.slice(repository.fullName.length + 1)
      : (readAddress(repository, text)?.path ?? null);
    const document = path === null ? null : await byPath(ports.chunks, orgId, [repository], path);
    if (document) return document;
  }
  const document = await byPath(ports.chunks, orgId, repositories, text.replace(/^\.?\//, ''));
  if (!document) throw documentNotFound();
  return document;
}
