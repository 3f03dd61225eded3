import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { IndexedDocument } from '../../core/chunk.ts';
import type { ChunkIndex } from '../../core/ports/chunk-index.ts';
import { Problem } from '../../core/problem.ts';
import { lastOfEach, parts } from '../ledger/rows.ts';
import type { Sql } from '../pool.ts';
import { type Transaction, transact } from '../transaction.ts';
import { chunkVector } from './chunk-vector.ts';
import { ALL_CHUNKS, saveTerms, TermCounts } from './term-counts.ts';

type Change = Parameters<ChunkIndex['apply']>[2];

const DOCUMENTS_A_STATEMENT = 200;
const DOCUMENTS_A_BREATH = 20;

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

interface ChunkDraft {
  readonly document_id: string;
  readonly ordinal: number;
  readonly heading_path: readonly string[];
  readonly text: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly vector: string;
}

async function chunkRows(
  orgId: string,
  documents: readonly IndexedDocument[],
  ids: ReadonlyMap<string, string>,
  counts: TermCounts,
) {
  const rows: ChunkDraft[] = [];
  for (const [at, document] of documents.entries()) {
    if (at % DOCUMENTS_A_BREATH === DOCUMENTS_A_BREATH - 1) await breathe();
    for (const chunk of document.chunks) {
      const vector = chunkVector(orgId, document, chunk);
      counts.add(vector.terms());
      rows.push({
        document_id: ids.get(document.path)!,
        ordinal: chunk.ordinal,
        heading_path: chunk.headingPath,
        text: chunk.text,
        start_line: chunk.startLine,
        end_line: chunk.endLine,
        vector: vector.toString(),
      });
    }
  }
  return rows;
}

/** Replaces documents of a repository in a transaction, keeping the id of each path. */
async function replaceDocuments(
  within: Transaction,
  orgId: string,
  repositoryId: string,
  documents: readonly IndexedDocument[],
): Promise<void> {
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
  const counts = new TermCounts();
  const rows = await chunkRows(orgId, documents, new Map(saved.map(({ id, path }) => [path, id])), counts);
  await within`
    insert into chunks (org_id, document_id, ordinal, heading_path, text, start_line, end_line)
    select ${orgId}, document_id, ordinal, heading_path, text, start_line, end_line
    from jsonb_to_recordset(${asJson(rows.map(({ vector: _, ...row }) => row))}) as chunk (document_id text,
      ordinal integer, heading_path text[], text text, start_line integer, end_line integer)`;
  await within`
    insert into chunk_vectors (org_id, document_id, ordinal, search)
    select ${orgId}, document_id, ordinal, vector::tsvector
    from unnest(${rows.map((row) => row.document_id)}::text[], ${rows.map(({ ordinal }) => ordinal)}::int[],
      ${rows.map(({ vector }) => vector)}::text[]) as chunk (document_id, ordinal, vector)`;
  counts.set(ALL_CHUNKS, rows.length);
  await saveTerms(within, orgId, counts);
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
        for (const some of parts(documents, DOCUMENTS_A_STATEMENT))
          await replaceDocuments(within, orgId, repositoryId, some);
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
