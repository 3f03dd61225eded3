import type { Sql } from '../pool.ts';
import { transact } from '../transaction.ts';
import { allowedSlips, distance } from './likeness.ts';
import type { Wanted } from './question.ts';
import { ALL_CHUNKS } from './term-counts.ts';

/** A term of the index that answers a word of the question. */
export interface Found {
  readonly term: string;
  readonly chunks: number;
  readonly headed: number;
  /** 1 for the word itself and for its stem in another language, less for one that is like it. */
  readonly likeness: number;
}

/** Per word of the question, what the index has for it. */
export interface Lookup {
  readonly allChunks: number;
  readonly groups: readonly { readonly wanted: Wanted; readonly found: readonly Found[] }[];
}

interface Row {
  readonly term: string;
  readonly chunks: number;
  readonly headed: number;
}

const MOST_PREFIXED = 8;
const MOST_SIMILAR = 3;
const LOOKED_AT = 60;
const SIMILARITY = '0.2';
const PREFIX_LIKENESS = 0.8;
const SLIP_LIKENESS = 0.75;

async function beginningWith(sql: Sql, orgId: string, term: string): Promise<readonly Found[]> {
  const pattern = `${term.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await sql<Row[]>`
    select term, chunks, headed from index_terms
    where org_id = ${orgId} and term like ${pattern} and term <> ${term} and term not like '%~%' and chunks > 0
    order by chunks desc limit ${MOST_PREFIXED}`;
  return rows.map((row) => ({ ...row, likeness: PREFIX_LIKENESS }));
}

async function similarTo(sql: Sql, orgId: string, term: string): Promise<readonly Found[]> {
  const slips = allowedSlips(term);
  if (slips === 0) return [];
  const rows = await transact(sql, async (within) => {
    await within`select set_config('pg_trgm.similarity_threshold', ${SIMILARITY}, true)`;
    return within<Row[]>`
      select term, chunks, headed from index_terms
      where org_id = ${orgId} and term % ${term} and term not like '~%' and term not like '%~%' and chunks > 0
        and length(term) between ${term.length - slips} and ${term.length + slips}
      order by similarity(term, ${term}) desc limit ${LOOKED_AT}`;
  });
  const near = rows
    .map((row) => ({ row, away: distance(row.term, term) }))
    .filter(({ away }) => away <= slips)
    .sort((one, other) => one.away - other.away || other.row.chunks - one.row.chunks);
  return near
    .filter(({ away }) => away === near[0]!.away)
    .slice(0, MOST_SIMILAR)
    .map(({ row, away }) => ({ ...row, likeness: SLIP_LIKENESS ** away }));
}

/** Finds the words of a question in the index; a word that it lacks is taken as the beginning of one, or as misspelt. */
export async function lookUp(sql: Sql, orgId: string, wanted: readonly Wanted[]): Promise<Lookup> {
  const asked = [...new Set(wanted.flatMap(({ term, spoken }) => [term, ...spoken])), ALL_CHUNKS];
  const rows = await sql<Row[]>`
    select term, chunks, headed from index_terms where org_id = ${orgId} and term = any(${asked}::text[])`;
  const known = new Map(rows.map((row) => [row.term, row]));
  const groups: { wanted: Wanted; found: readonly Found[] }[] = [];
  for (const each of wanted) {
    const found: Found[] = [each.term, ...each.spoken].flatMap((term) => {
      const row = known.get(term);
      return row && row.chunks > 0 ? [{ ...row, likeness: 1 }] : [];
    });
    if (each.prefix || found.length === 0) found.push(...(await beginningWith(sql, orgId, each.term)));
    if (found.length === 0) found.push(...(await similarTo(sql, orgId, each.term)));
    groups.push({ wanted: each, found });
  }
  return { allChunks: known.get(ALL_CHUNKS)?.chunks ?? 0, groups };
}
