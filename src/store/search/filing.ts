import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Chunk, IndexedDocument } from '../../core/chunk.ts';
import type { ChunkIndex } from '../../core/ports/chunk-index.ts';
import { Problem } from '../../core/problem.ts';
import { lastOfEach, parts } from '../ledger/rows.ts';
import type { Sql } from '../pool.ts';
import { storableText } from '../storable.ts';
import { type Transaction, transact } from '../transaction.ts';
import { chunkVector, documentLanguage } from './chunk-vector.ts';
import { ALL_CHUNKS, saveTerms, TermCounts } from './term-counts.ts';

type Change = Parameters<ChunkIndex['apply']>[2];

const DOCUMENTS_A_STATEMENT = 200;
/** Few, so that the next ones are prepared while the database files these. */
const DOCUMENTS_A_BATCH = 40;
const DOCUMENTS_A_BREATH = 5;

function documentRow(document: IndexedDocument) {
  const { source } = document;
  return {
    id: randomUUID(),
    path: document.path,
    blob: document.blob,
    kind: document.kind,
    title: document.title,
    source,
    page_id: source?.pageId ?? null,
    space_key: source?.spaceKey ?? null,
    labels: source?.labels ?? [],
    modified_at: source && !Number.isNaN(Date.parse(source.modifiedAt)) ? source.modifiedAt : null,
  };
}

/** What the chunks of some documents can be found by. */
interface Prepared {
  readonly chunks: readonly { readonly path: string; readonly chunk: Chunk; readonly vector: string }[];
}

/** Made while the database still files the ones before; `counts` takes in their terms. */
async function prepare(
  orgId: string,
  documents: readonly IndexedDocument[] | undefined,
  counts: TermCounts,
): Promise<Prepared> {
  const chunks: { path: string; chunk: Chunk; vector: string }[] = [];
  for (const [at, document] of (documents ?? []).entries()) {
    if (at % DOCUMENTS_A_BREATH === 0) await breathe();
    const spoken = documentLanguage(document);
    for (const chunk of document.chunks) {
      const vector = chunkVector(orgId, document, chunk, spoken);
      counts.add(vector.terms());
      chunks.push({ path: storableText(document.path), chunk, vector: vector.toString() });
    }
  }
  return { chunks };
}

/** Writes documents of a repository, keeping the id of each path, and forgets their chunks. Gives the ids. */
async function saveDocuments(
  within: Transaction,
  orgId: string,
  repositoryId: string,
  documents: readonly IndexedDocument[],
): Promise<ReadonlyMap<string, string>> {
  const asJson = (value: unknown) => within.json(value as Parameters<Sql['json']>[0]);
  const saved = await within<{ id: string; path: string }[]>`
    insert into documents (org_id, repository_id, id, path, blob, kind, title, source, page_id, space_key, labels, modified_at)
    select ${orgId}, ${repositoryId}, id, path, blob, kind, title, source, page_id, space_key, labels, modified_at
    from jsonb_to_recordset(${asJson(documents.map(documentRow))}) as document (id text, path text, blob text,
      kind text, title text, source jsonb, page_id text, space_key text, labels text[], modified_at timestamptz)
    order by path
    on conflict (repository_id, path) do update set blob = excluded.blob, kind = excluded.kind, title = excluded.title,
      source = excluded.source, page_id = excluded.page_id, space_key = excluded.space_key, labels = excluded.labels,
      modified_at = excluded.modified_at
    returning id, path`;
  await within`select index_forget(${orgId}, ${saved.map(({ id }) => id)}::text[])`;
  return new Map(saved.map(({ id, path }) => [path, id]));
}

async function saveChunks(
  within: Transaction,
  orgId: string,
  { chunks }: Prepared,
  idOf: ReadonlyMap<string, string>,
): Promise<void> {
  const asJson = (value: unknown) => within.json(value as Parameters<Sql['json']>[0]);
  const ids = chunks.map(({ path }) => idOf.get(path)!);
  await within`
    insert into chunks (org_id, document_id, ordinal, heading_path, text, start_line, end_line)
    select ${orgId}, "documentId", ordinal, "headingPath", text, "startLine", "endLine"
    from jsonb_to_recordset(${asJson(chunks.map(({ chunk }, at) => ({ ...chunk, documentId: ids[at] })))}) as chunk
      ("documentId" text, ordinal integer, "headingPath" text[], text text, "startLine" integer, "endLine" integer)`;
  await within`
    insert into chunk_vectors (org_id, document_id, ordinal, search)
    select ${orgId}, document_id, ordinal, vector::tsvector
    from unnest(${ids}::text[], ${chunks.map(({ chunk }) => chunk.ordinal)}::int[],
      ${chunks.map(({ vector }) => vector)}::text[]) as chunk (document_id, ordinal, vector)`;
}

/** Replaces documents of a repository in a transaction. The terms of all are counted in one statement. */
async function replaceDocuments(
  within: Transaction,
  orgId: string,
  repositoryId: string,
  documents: readonly IndexedDocument[],
): Promise<void> {
  const counts = new TermCounts();
  const batches = parts(documents, DOCUMENTS_A_BATCH);
  let next = prepare(orgId, batches[0], counts);
  // A batch that cannot be prepared fails when its turn comes, not while another is filed.
  next.catch(() => undefined);
  const idOf = new Map<string, string>();
  for (const some of parts(documents, DOCUMENTS_A_STATEMENT))
    for (const [path, id] of await saveDocuments(within, orgId, repositoryId, some)) idOf.set(path, id);
  let all = 0;
  for (const [at] of batches.entries()) {
    const current = await next;
    next = prepare(orgId, batches[at + 1], counts);
    next.catch(() => undefined);
    all += current.chunks.length;
    await saveChunks(within, orgId, current, idOf);
  }
  await next;
  if (all > 0) {
    counts.set(ALL_CHUNKS, all);
    await saveTerms(within, orgId, counts);
  }
}

async function removeDocuments(
  within: Transaction,
  orgId: string,
  repositoryId: string,
  paths: readonly string[],
): Promise<void> {
  const found = await within<{ id: string }[]>`
    select id from documents where org_id = ${orgId} and repository_id = ${repositoryId}
      and path = any(${paths as string[]}::text[]) order by path`;
  const ids = found.map(({ id }) => id);
  await within`select index_forget(${orgId}, ${ids}::text[])`;
  await within`delete from documents where id = any(${ids}::text[])`;
}

function repositoryMissing(): Problem {
  return new Problem({
    code: 'not-found',
    message: 'There is no such repository in this organization.',
    status: 404,
    hint: 'It may have been removed meanwhile; reload.',
  });
}

/** Writing the index: documents, chunks and counts of terms change together or not at all. */
export function createFiling(sql: Sql): Pick<ChunkIndex, 'apply' | 'dropRepository'> {
  return {
    async apply(orgId, repositoryId, change: Change) {
      const documents = lastOfEach(change.documents, (document) => document.path);
      await transact(sql, async (within) => {
        const own = await within`
          insert into index_heads (org_id, repository_id, commit) values (${orgId}, ${repositoryId}, ${change.commit})
          on conflict (repository_id) do update set commit = excluded.commit where index_heads.org_id = excluded.org_id
          returning repository_id`;
        if (own.length === 0) throw repositoryMissing();
        for (const some of parts(change.removed, DOCUMENTS_A_STATEMENT))
          await removeDocuments(within, orgId, repositoryId, some);
        await replaceDocuments(within, orgId, repositoryId, documents);
      });
    },
    async dropRepository(orgId, repositoryId) {
      await transact(sql, async (within) => {
        const found = await within<{ path: string }[]>`
          select path from documents where org_id = ${orgId} and repository_id = ${repositoryId} order by path`;
        for (const some of parts(found, DOCUMENTS_A_STATEMENT))
          await removeDocuments(
            within,
            orgId,
            repositoryId,
            some.map(({ path }) => path),
          );
        await within`delete from index_heads where org_id = ${orgId} and repository_id = ${repositoryId}`;
      });
    },
  };
}
