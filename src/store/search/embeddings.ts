import type { Embeddings } from '../../core/ports/embeddings.ts';
import { lastOfEach } from '../ledger/rows.ts';
import type { Sql } from '../pool.ts';
import { type ChunkRow, toMatch } from './chunk-row.ts';
import { lowered, namePatterns, plainPrefix } from './filters.ts';
import { hasPhrases, phrasesIn } from './phrase.ts';

/** Of the vectors whose signs agree most so many are compared number by number. */
const COMPARED = 400;

interface Row extends ChunkRow {
  readonly vector: Uint8Array;
}

/** The sign of each number: 1 for above zero. */
function signsOf(vector: Float32Array): string {
  return Array.from(vector, (value) => (value > 0 ? '1' : '0')).join('');
}

function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

function vectorIn(bytes: Uint8Array): Float32Array {
  const own = new Uint8Array(bytes);
  return new Float32Array(own.buffer, 0, own.byteLength / Float32Array.BYTES_PER_ELEMENT);
}

function cosine(one: Float32Array, other: Float32Array): number {
  let dot = 0;
  let left = 0;
  let right = 0;
  for (let at = 0; at < one.length; at += 1) {
    dot += one[at]! * other[at]!;
    left += one[at]! ** 2;
    right += other[at]! ** 2;
  }
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right);
}

/** Vectors in Postgres, embedded and server alike. Organization and filters are part of the query for the nearest. */
export function createEmbeddings(sql: Sql): Embeddings {
  return {
    async missing(model, limit) {
      const rows = await sql<{ org_id: string; text_hash: string; text: string }[]>`
        select distinct on (org_id, text_hash) org_id, text_hash, text from (
          select org_id, text_hash, text from chunks where not exists (
            select 1 from chunk_embeddings as known
            where known.org_id = chunks.org_id and known.model = ${model} and known.text_hash = chunks.text_hash)
          limit ${limit}) as waiting`;
      return rows.map((row) => ({ orgId: row.org_id, hash: row.text_hash, text: row.text }));
    },
    async save(model, given) {
      const vectors = lastOfEach(given, ({ orgId, hash }) => `${orgId}\n${hash}`);
      await sql`
        insert into chunk_embeddings (org_id, model, text_hash, signs, vector)
        select org_id, ${model}, text_hash, signs::bit varying, decode(vector, 'base64')
        from unnest(${vectors.map(({ orgId }) => orgId)}::text[], ${vectors.map(({ hash }) => hash)}::text[],
          ${vectors.map(({ vector }) => signsOf(vector))}::text[],
          ${vectors.map(({ vector }) => bytesOf(vector).toString('base64'))}::text[])
          as given (org_id, text_hash, signs, vector)
        on conflict (org_id, model, text_hash) do update set signs = excluded.signs, vector = excluded.vector`;
    },
    async backlog(model) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from chunks where not exists (
          select 1 from chunk_embeddings as known
          where known.org_id = chunks.org_id and known.model = ${model} and known.text_hash = chunks.text_hash)`;
      return row!.count;
    },
    async prune(model) {
      await sql`
        delete from chunk_embeddings as known where model <> ${model} or not exists (
          select 1 from chunks where chunks.org_id = known.org_id and chunks.text_hash = known.text_hash)`;
    },
    async nearest(orgId, model, vector, query) {
      const { limit, repositoryIds, modifiedAfter, modifiedBefore, kinds } = query;
      const [spaceKeys, labels] = [lowered(query.spaceKeys ?? []), lowered(query.labels ?? [])];
      const authors = query.authors?.length ? namePatterns(query.authors) : null;
      const pathPrefix = plainPrefix(query.pathPrefix ?? '');
      const signs = signsOf(vector);
      const some = (values: readonly string[] | undefined) => (values && values.length > 0 ? [...values] : null);
      const rows = await sql<Row[]>`
        with near as materialized (
          select chunks.document_id, chunks.ordinal, chunks.text_hash from chunk_embeddings as known
          join chunks on chunks.org_id = known.org_id and chunks.text_hash = known.text_hash
          join documents on documents.id = chunks.document_id and documents.org_id = known.org_id
          where known.org_id = ${orgId} and known.model = ${model} and length(known.signs) = ${signs.length}
            and (${some(spaceKeys)}::text[] is null or lower(documents.space_key) = any(${some(spaceKeys)}::text[]))
            and (${some(labels)}::text[] is null or lower(documents.labels::text)::text[] && ${some(labels)}::text[])
            and (${some(repositoryIds)}::text[] is null or documents.repository_id = any(${some(repositoryIds)}::text[]))
            and starts_with(documents.path, ${pathPrefix}::text)
            and (${modifiedAfter ?? null}::timestamptz is null
              or documents.modified_at > ${modifiedAfter ?? null}::timestamptz)
            and (${modifiedBefore ?? null}::timestamptz is null
              or documents.modified_at < ${modifiedBefore ?? null}::timestamptz)
            and (${some(kinds)}::text[] is null or documents.kind = any(${some(kinds)}::text[]))
            and (${authors as string[] | null}::text[] is null
              or concat_ws(${'\n'}::text, documents.source->>'author', documents.source->>'editor')
                ~* any(${authors as string[] | null}::text[]))
          order by bit_count(known.signs # ${signs}::text::bit varying), chunks.document_id, chunks.ordinal
          limit ${COMPARED})
        select documents.id as document_id, documents.repository_id, documents.path, index_heads.commit,
          documents.title, documents.source, chunks.ordinal, chunks.heading_path, chunks.text, chunks.start_line,
          chunks.end_line, known.vector
        from near
        join chunks using (document_id, ordinal)
        join documents on documents.id = near.document_id and documents.org_id = ${orgId}
        join index_heads on index_heads.repository_id = documents.repository_id
        join chunk_embeddings as known on known.org_id = ${orgId} and known.model = ${model}
          and known.text_hash = near.text_hash`;
      const phrases = phrasesIn(query.text ?? '');
      return rows
        .filter((row) => hasPhrases(row, phrases))
        .map((row) => toMatch(row, cosine(vector, vectorIn(row.vector))))
        .filter(({ score }) => score > 0)
        .sort(
          (one, other) => other.score - one.score || one.path.localeCompare(other.path) || one.ordinal - other.ordinal,
        )
        .slice(0, limit);
    },
  };
}
