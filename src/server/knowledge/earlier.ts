import { readFrontMatter } from '../../config/front-matter.ts';
import type { DocumentSource } from '../../core/chunk.ts';
import type { StoredDocument } from '../../core/ports/chunk-index.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import { Problem } from '../../core/problem.ts';
import type { GitMirror } from '../../core/roles/repo-host.ts';
import { indexFile } from '../../pipeline/indexing/index.ts';
import { linesOfChunks } from './document-text.ts';
import { documentNotFound } from './target.ts';

type Clone = Pick<GitMirror, 'history' | 'readBlobs' | 'readTree'>;

/** Does work on the clone of a repository. Throws Problems of the repository's host. */
export type ReadClone = <Value>(
  repository: TrackedRepository,
  work: (clone: Clone) => Promise<Value>,
) => Promise<Value>;

/** One state of a document that its history holds. */
export interface Earlier {
  readonly document: Omit<StoredDocument, 'blob'>;
  readonly lines: readonly string[];
  /** State that is indexed now. */
  readonly now: StoredDocument;
  /** True: it is that state. */
  readonly isNow: boolean;
}

export interface EarlierDeps {
  readonly ports: Pick<Ports, 'chunks'>;
  readonly readClone?: ReadClone | undefined;
}

/** States of one file that are looked through. */
const DEEPEST = 200;
const MOST_VERSIONS = 20;

/** What is not to be had at that version; the current state is another question. */
export function versionNotFound(hint: string): Problem {
  return new Problem({
    code: 'version-not-found',
    message: 'That version of the page or file cannot be read here.',
    status: 404,
    hint: `${hint} The current state can be read: send the target without commit and version.`,
  });
}

const NOT_HELD = 'The history of the document on the indexed branch does not hold it.';

function headerOf(content: Uint8Array): (DocumentSource & { readonly title: string }) | null {
  return readFrontMatter(new TextDecoder().decode(content).split('\n'))?.header ?? null;
}

async function contentOf(clone: Clone, blob: string): Promise<Uint8Array> {
  for await (const { content } of clone.readBlobs([blob])) return content;
  throw documentNotFound();
}

/** States of what stands at a document's path now, newest first; removals are left out. */
async function statesOf(clone: Clone, { indexedCommit }: TrackedRepository, path: string) {
  const states = indexedCommit === null ? [] : await clone.history(indexedCommit, path, DEEPEST);
  return states.flatMap(({ blob, ...state }) => (blob === null ? [] : [{ ...state, blob }]));
}

/** The lines of a state as the index would hold them now, by the same rules of what is left out. */
function earlierOf(
  now: StoredDocument,
  state: { readonly commit: string; readonly path: string; readonly blob: string },
  content: Uint8Array,
): Earlier {
  const { commit, path, blob } = state;
  // The folder of a mirror is the first of a page's path.
  const mirrorRoot = now.source ? path.split('/', 1)[0]! : null;
  const read = indexFile({ repositoryId: now.repositoryId, path, commit, blob, content, mirrorRoot });
  if ('skipped' in read || read.source?.pageId !== now.source?.pageId) throw versionNotFound(NOT_HELD);
  const { repositoryId, title, source } = read;
  const document = { documentId: now.documentId, repositoryId, path, commit, title, source };
  return { document, lines: linesOfChunks(read.chunks), now, isNow: blob === now.blob };
}

/** Failures of the clone are told as what they mean here; a host that cannot be reached stays its own failure. */
async function asked<Value>(work: Promise<Value>): Promise<Value> {
  return work.catch((error: unknown) => {
    const code = error instanceof Problem ? error.code : null;
    if (code === 'object-missing' || code === 'bad-commit') throw versionNotFound(NOT_HELD);
    throw error;
  });
}

/**
 * What stood at a path at a commit, where it is a state of a document that is indexed now: a page that is gone or withheld
 * now, and a file that is not indexed, cannot be read at any commit. Throws Problem `version-not-found` or `document-not-found`.
 */
export async function documentAtCommit(
  { ports, readClone }: EarlierDeps,
  orgId: string,
  {
    repository,
    commit,
    path,
  }: { readonly repository: TrackedRepository; readonly commit: string; readonly path: string },
): Promise<Earlier> {
  if (!readClone) throw versionNotFound('Only the current state is kept here.');
  const found = await asked(
    readClone(repository, async (clone) => {
      const state = (await clone.readTree(commit, path)).find((entry) => entry.path === path);
      if (!state) return null;
      const content = await contentOf(clone, state.blob);
      const header = headerOf(content);
      const here = await ports.chunks.documentByPath(orgId, repository.id, path);
      // A page that stood where another file stands now is still that page, and as visible as it is.
      const now = header ? await ports.chunks.documentByPage(orgId, header.pageId) : here?.source ? null : here;
      if (now?.repositoryId !== repository.id) return null;
      const states = await statesOf(clone, repository, now.path);
      return states.some(({ blob }) => blob === state.blob) ? { now, content, blob: state.blob } : null;
    }),
  );
  if (!found) throw documentNotFound();
  return earlierOf(found.now, { commit, path, blob: found.blob }, found.content);
}

/** A page at a version of it that the history of its file holds. Throws Problem `version-not-found`. */
export async function pageAtVersion(
  { readClone }: EarlierDeps,
  repository: TrackedRepository,
  now: StoredDocument,
  version: number,
): Promise<Earlier> {
  const { source } = now;
  if (!source) throw versionNotFound('Pages have versions; for a file send its address at a commit.');
  if (!readClone) throw versionNotFound('Only the current state is kept here.');
  return asked(
    readClone(repository, async (clone) => {
      const states = await statesOf(clone, repository, now.path);
      const known = new Set<number>();
      // A blob that came back is the newest of its states.
      const byBlob = new Map(states.reverse().map((state) => [state.blob, state]));
      for await (const { blob, content } of clone.readBlobs([...byBlob.keys()].reverse())) {
        const header = headerOf(content);
        if (header?.pageId !== source.pageId) continue;
        if (header.version === version) return earlierOf(now, byBlob.get(blob)!, content);
        known.add(header.version);
      }
      const versions = [...known].sort((one, other) => other - one).slice(0, MOST_VERSIONS);
      throw versionNotFound(`The mirror holds these versions of the page, newest first: ${versions.join(', ')}.`);
    }),
  );
}
