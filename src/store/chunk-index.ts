import type { DocumentSource } from '../core/chunk.ts';
import type { ChunkIndex, RecentQuery, StoredDocument } from '../core/ports/chunk-index.ts';
import type { Sql } from './pool.ts';
import { type ChunkRow, toMatch } from './search/chunk-row.ts';
import { createFiling } from './search/filing.ts';
import { lowered } from './search/filters.ts';
import { createSearching } from './search/searching.ts';
import { unknownFilter } from './search/unknown-filters.ts';

interface Row {
  readonly id: string;
  readonly repository_id: string;
  readonly path: string;
  readonly commit: string;
  readonly blob: string;
  readonly title: string;
  readonly source: DocumentSource | null;
}

function toDocument(row: Row | undefined): StoredDocument | null {
  if (!row) return null;
  const { id, repository_id, ...rest } = row;
  return { documentId: id, repositoryId: repository_id, ...rest };
}

/** Full text of every document in Postgres. */
export function createChunkIndex(sql: Sql): ChunkIndex {
  const columns = sql`documents.id, documents.repository_id, path, commit, blob, title, source`;
  const standing = sql`documents join index_heads using (repository_id)`;
  const changedIn = (orgId: string, { since, spaceKeys, after }: Omit<RecentQuery, 'limit'>) => {
    const from = since ?? null;
    const spaces = spaceKeys ? lowered(spaceKeys) : null;
    // Where the document that was handed out last is gone, those of its moment come again rather than not at all.
    const further = after
      ? sql`and (modified_at < ${after.modifiedAt}::timestamptz or (modified_at = ${after.modifiedAt}::timestamptz and
          (path, documents.id) > (coalesce((select last.path from documents last
            where last.org_id = ${orgId} and last.id = ${after.documentId}), ''), ${after.documentId})))`
      : sql``;
    return sql`documents.org_id = ${orgId} and modified_at is not null
      and (${from}::timestamptz is null or modified_at >= ${from}::timestamptz)
      and (${spaces}::text[] is null or lower(space_key) = any(${spaces}::text[])) ${further}`;
  };

  return {
    ...createFiling(sql),
    ...createSearching(sql),
    unknownFilter: (orgId, filter, values) => unknownFilter(sql, orgId, filter, values),
    async documentByPath(orgId, repositoryId, path) {
      const rows = await sql<Row[]>`
        select ${columns} from ${standing}
        where documents.org_id = ${orgId} and documents.repository_id = ${repositoryId} and path = ${path}`;
      return toDocument(rows[0]);
    },
    async documentByPage(orgId, pageId) {
      const rows = await sql<Row[]>`
        select ${columns} from ${standing}
        where documents.org_id = ${orgId} and page_id = ${pageId} order by modified_at desc nulls last, path limit 1`;
      return toDocument(rows[0]);
    },
    async recent(orgId, query) {
      const rows = await sql<Row[]>`
        select ${columns} from ${standing} where ${changedIn(orgId, query)}
        order by modified_at desc, path, documents.id limit ${query.limit}`;
      return rows.flatMap((row) => toDocument(row) ?? []);
    },
    async countRecent(orgId, query) {
      const rows = await sql<{ count: number }[]>`
        select count(*)::int as count from ${standing} where ${changedIn(orgId, query)}`;
      return rows[0]!.count;
    },
    async chunks(orgId, documentId) {
      const rows = await sql<ChunkRow[]>`
        select documents.id as document_id, documents.repository_id, path, commit, title, source, ordinal,
          heading_path, text, start_line, end_line
        from ${standing} join chunks on chunks.document_id = documents.id
        where documents.org_id = ${orgId} and documents.id = ${documentId} order by ordinal`;
      return rows.map((row) => toMatch(row, 0));
    },
    async counts(orgId) {
      const rows = await sql<{ documents: number; chunks: number }[]>`
        select (select count(*) from documents where org_id = ${orgId})::int as documents,
          coalesce((select chunks from index_terms where org_id = ${orgId} and term = '~all'), 0) as chunks`;
      return rows[0]!;
    },
  };
}
