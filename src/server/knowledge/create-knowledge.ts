import { createHash } from 'node:crypto';
import type { Citation } from '../../core/citation.ts';
import type { ChunkMatch, StoredDocument } from '../../core/ports/chunk-index.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import { answerFrom, lineOf, passageText, searchTextOf } from '../../pipeline/answer/index.ts';
import { outlineOf } from '../../pipeline/indexing/index.ts';
import { checkLines, firstLine, linesOfChunks, type Place, partOf, type TextPart } from './document-text.ts';
import { documentAtCommit, type Earlier, pageAtVersion, type ReadClone, versionNotFound } from './earlier.ts';
import { ageOfAll, freshnessOf } from './freshness.ts';
import { healthOf } from './health.ts';
import { instantOf } from './instant.ts';
import type { Knowledge, KnownDocument, ReadPart } from './knowledge.ts';
import { type Meaning, rankByMeaning } from './meaning.ts';
import { impactOf, pathBetween, relatedTo } from './related.ts';
import { repositoriesNamed } from './repository-names.ts';
import { sourcesOf } from './sources.ts';
import { documentNotFound, fileAddressOf, findDocument } from './target.ts';
import { unknownFilters } from './unknown-filters.ts';

export interface KnowledgeDeps {
  readonly ports: Pick<Ports, 'chunks' | 'graph' | 'health' | 'repositories' | 'connections' | 'runs'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Ranks by meaning too; absent or null: words alone. */
  readonly meaning?: Meaning | null;
  /** Reads older states; absent: only what is indexed can be read. */
  readonly readClone?: ReadClone;
  /** Address of a file at a commit on its repository's host. */
  readonly fileUrl: (
    repository: Pick<TrackedRepository, 'url' | 'connectionId'>,
    commit: string,
    path: string,
    lines: readonly [number, number],
  ) => string;
}

const BUDGET = 8_000;
/** Matches that one question looks at: what is below is not handed out but counted. */
const WINDOW = 100;
const RECENT = 20;

const EMPTY: TextPart = { text: '', lines: [1, 1], next: null };

interface Opened {
  /** The state that is indexed, where this is an older one. */
  readonly newest: StoredDocument | null;
  readonly document: Omit<StoredDocument, 'blob'>;
  readonly repository: TrackedRepository;
  readonly lines: readonly string[];
}

function byId(repositories: readonly TrackedRepository[]): ReadonlyMap<string, TrackedRepository> {
  return new Map(repositories.map((repository) => [repository.id, repository]));
}

/** Knowledge of every organization over the stores; it keeps nothing itself. */
export function createKnowledge({ ports, clock, fileUrl, meaning = null, readClone }: KnowledgeDeps): Knowledge {
  const cite = (
    document: Opened['document'],
    repository: TrackedRepository,
    lines: readonly [number, number],
  ): Citation => ({
    title: lineOf(document.title),
    pageUrl: document.source?.url ?? null,
    version: document.source?.version ?? null,
    repository: repository.fullName,
    path: document.path,
    commit: document.commit,
    lines,
    fileUrl: fileUrl(repository, document.commit, document.path, lines),
  });

  const known = (
    document: Opened['document'],
    repository: TrackedRepository,
    lines: readonly [number, number],
  ): KnownDocument => ({
    documentId: document.documentId,
    title: lineOf(document.title),
    source: document.source,
    citation: cite(document, repository, lines),
  });

  const past = { ports, readClone };

  const current = async (orgId: string, document: StoredDocument): Promise<Opened> => {
    const [repository, chunks] = await Promise.all([
      ports.repositories.get(orgId, document.repositoryId),
      ports.chunks.chunks(orgId, document.documentId),
    ]);
    return { document, repository: repository!, lines: linesOfChunks(chunks), newest: null };
  };

  const earlier = async (repository: TrackedRepository, found: Promise<Earlier>): Promise<Opened> => {
    const { document, lines, now, isNow } = await found;
    return { document, repository, lines, newest: isNow ? null : now };
  };

  /** An address that names a commit is opened at that commit, and a page at a version where one is asked for. */
  const open = async (orgId: string, target: string, version?: number): Promise<Opened> => {
    const address = fileAddressOf(await ports.repositories.list(orgId), target);
    if (address?.at && version === undefined && address.at !== address.repository.indexedCommit) {
      const { repository, at, path } = address;
      if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(at))
        throw versionNotFound('Only the connected branch is indexed, and a commit is named by all of its digits.');
      return earlier(repository, documentAtCommit(past, orgId, { repository, commit: at, path }));
    }
    const document = await findDocument(ports, orgId, target);
    if (version === undefined || version === document.source?.version) return current(orgId, document);
    const repository = (await ports.repositories.get(orgId, document.repositoryId))!;
    return earlier(repository, pageAtVersion(past, repository, document, version));
  };

  const stateOf = ({ lines, newest }: Opened) => ({
    state: createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 16),
    newest: newest && { commit: newest.commit, version: newest.source?.version ?? null },
  });

  const readPart = (opened: Opened, from: Place, to: number, budget: number): ReadPart => {
    const { document, repository, lines } = opened;
    const start = { ...from, line: Math.min(from.line, Math.max(1, lines.length)) };
    const part = lines.length === 0 ? EMPTY : partOf(lines, start, to, budget);
    const text = passageText(part.text, document.path);
    const about = { ...known(document, repository, part.lines), ...stateOf(opened) };
    return { ...about, text, totalLines: lines.length, next: part.next };
  };

  const changes: Knowledge['changes'] = async (orgId, { limit, since, ...request }, signal) => {
    const query = { ...request, ...(since !== undefined && { since: instantOf(since) }) };
    const [documents, left, tracked] = await Promise.all([
      ports.chunks.recent?.(orgId, { ...query, limit }) ?? [],
      ports.chunks.countRecent?.(orgId, query) ?? 0,
      ports.repositories.list(orgId),
    ]);
    signal?.throwIfAborted();
    const repositories = byId(tracked);
    const shown = documents.flatMap((document) => {
      const repository = repositories.get(document.repositoryId);
      if (!repository) return [];
      return [{ ...known(document, repository, [1, 1]), modifiedAt: document.source?.modifiedAt ?? null }];
    });
    const unknown = await unknownFilters(ports.chunks, orgId, { spaceKeys: request.spaceKeys }, { found: left > 0 });
    return { changes: shown, left, ...unknown };
  };

  return {
    async search(orgId, { question, filters = {}, budget = BUDGET, maxPassages, skip }, signal) {
      const repositories = await ports.repositories.list(orgId);
      signal?.throwIfAborted();
      const { repositories: names, modifiedAfter, modifiedBefore, ...others } = filters;
      const rest = {
        ...others,
        ...(modifiedAfter !== undefined && { modifiedAfter: instantOf(modifiedAfter) }),
        ...(modifiedBefore !== undefined && { modifiedBefore: instantOf(modifiedBefore) }),
      };
      const ids = names && repositoriesNamed(repositories, names).map(({ id }) => id);
      const text = searchTextOf(question);
      const query = { ...rest, text, asked: question, limit: WINDOW, ...(ids && { repositoryIds: ids }) };
      const isEmpty = text === '' || ids?.length === 0;
      const byWords: { matches: readonly ChunkMatch[]; more: number | null } = isEmpty
        ? { matches: [], more: 0 }
        : await ports.chunks.search(orgId, query);
      const ranked = meaning && !isEmpty ? await rankByMeaning(meaning, orgId, query, question, byWords, signal) : null;
      const found = (ranked ?? byWords).matches.length > 0;
      const unknown = await unknownFilters(ports.chunks, orgId, filters, { found, repositories });
      signal?.throwIfAborted();
      const answer = answerFrom({
        question,
        result: ranked ?? byWords,
        freshness: freshnessOf(repositories),
        repositories: byId(repositories),
        fileUrl: (repository, ...place) => fileUrl(repository as TrackedRepository, ...place),
        budget,
        maxPassages,
        skip,
      });
      return { ...answer, ...(ranked && { meaning: ranked.meaning }), ...unknown };
    },

    async read(orgId, { target, version, from, to, budget = BUDGET, goesOn = false }, signal) {
      const opened = await open(orgId, target, version);
      signal?.throwIfAborted();
      if (!goesOn) checkLines(opened.lines, from?.line, to);
      const start = from ?? { line: firstLine(opened.lines), column: 0 };
      return readPart(opened, start, to ?? opened.lines.length, budget);
    },

    async readById(orgId, documentId, budget) {
      const chunks = await ports.chunks.chunks(orgId, documentId);
      const repository = chunks[0] && (await ports.repositories.get(orgId, chunks[0].repositoryId));
      if (!repository) throw documentNotFound();
      const lines = linesOfChunks(chunks);
      const place = { line: firstLine(lines), column: 0 };
      return readPart({ document: chunks[0]!, repository, lines, newest: null }, place, lines.length, budget);
    },

    async outline(orgId, target, signal) {
      const opened = await open(orgId, target);
      const { document, repository, lines } = opened;
      signal?.throwIfAborted();
      const entries = outlineOf(document.path, lines).map((entry) => ({ ...entry, title: lineOf(entry.title) }));
      const place = [firstLine(lines), Math.max(1, lines.length)] as const;
      return { ...known(document, repository, place), ...stateOf(opened), entries, totalLines: lines.length };
    },

    related: (orgId, request) => relatedTo(ports, orgId, request),
    path: (orgId, request) => pathBetween(ports, orgId, request),
    impact: (orgId, request) => impactOf(ports, orgId, request),
    graph: (orgId, limits) => ports.graph.snapshot(orgId, limits),

    async sources(orgId, signal) {
      const repositories = await ports.repositories.list(orgId);
      signal?.throwIfAborted();
      const [sources, counts] = await Promise.all([sourcesOf(ports, orgId, repositories), ports.chunks.counts(orgId)]);
      return { sources, ...counts, freshness: freshnessOf(repositories) };
    },

    async recentChanges(orgId, { limit = RECENT, ...request }, signal) {
      return (await changes(orgId, { ...request, limit }, signal)).changes;
    },

    changes,
    age: (orgId) => ageOfAll(ports, orgId),

    async health(orgId, request, signal) {
      const report = await healthOf({ ports, clock, fileUrl }, orgId, request);
      signal?.throwIfAborted();
      return report;
    },

    async freshness(orgId) {
      return freshnessOf(await ports.repositories.list(orgId));
    },
  };
}
