import type { IndexedDocument } from '../../src/core/chunk.ts';
import type { Sql } from '../../src/store/pool.ts';
import type { IndexFigures } from './figures.ts';
import { timed } from './figures.ts';

const CHUNKS_A_STATEMENT = 1_000;

/** Full text as one finds it in the manual: a column of `to_tsvector`, a GIN index, `ts_rank`, any of the words. */
export async function createPlain(sql: Sql) {
  await sql`create table plain_chunks (
    id bigint generated always as identity primary key, title text not null, body text not null,
    search tsvector generated always as (
      setweight(to_tsvector('english', title), 'A') || to_tsvector('english', body)) stored)`;
  await sql`create index plain_chunks_search_idx on plain_chunks using gin (search)`;
  let waiting: { title: string; body: string }[] = [];
  let milliseconds = 0;
  let chunks = 0;
  const flush = async () => {
    const started = performance.now();
    await sql`insert into plain_chunks (title, body)
      select * from unnest(${waiting.map(({ title }) => title)}::text[], ${waiting.map(({ body }) => body)}::text[])`;
    milliseconds += performance.now() - started;
    waiting = [];
  };
  return {
    async add({ title, chunks: parts }: IndexedDocument): Promise<void> {
      for (const { text } of parts) waiting.push({ title, body: text });
      chunks += parts.length;
      if (waiting.length >= CHUNKS_A_STATEMENT) await flush();
    },
    async measure(questions: readonly string[]): Promise<IndexFigures> {
      if (waiting.length > 0) await flush();
      const started = performance.now();
      await sql`analyze plain_chunks`;
      milliseconds += performance.now() - started;
      const search = await timed(
        questions,
        (question) => sql`
          select id, title, body from plain_chunks, to_tsquery('english', ${question.split(' ').join(' | ')}) as query
          where search @@ query order by ts_rank(search, query) desc, id limit 10`,
      );
      const [size] = await sql<{ bytes: string }[]>`select pg_total_relation_size('plain_chunks') as bytes`;
      const seconds = milliseconds / 1_000;
      return {
        name: 'to_tsvector and ts_rank',
        seconds: Number(seconds.toFixed(1)),
        chunksASecond: Math.round(chunks / seconds),
        search,
        mib: Math.round(Number(size!.bytes) / 1_048_576),
      };
    },
  };
}
