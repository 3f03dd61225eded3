import type { Transaction } from '../transaction.ts';

/** Row of `index_terms` that counts every chunk of the organization. */
export const ALL_CHUNKS = '~all';

const HEADED = '~h:';

/** Chunks that have a term, in all and in title or headings, of a batch of chunks. */
export class TermCounts {
  readonly #counts = new Map<string, { chunks: number; headed: number }>();

  /** Counts the terms of one chunk, each of which stands once in `terms`. */
  add(terms: Iterable<string>): void {
    for (const term of terms) {
      if (term.startsWith(HEADED)) this.#of(term.slice(HEADED.length)).headed += 1;
      else if (!term.startsWith('~')) this.#of(term).chunks += 1;
    }
  }

  set(term: string, chunks: number): void {
    this.#of(term).chunks = chunks;
  }

  /** Sorted, so that writers who meet wait for each other instead of locking each other out. */
  rows(): readonly { readonly term: string; readonly chunks: number; readonly headed: number }[] {
    return [...this.#counts]
      .map(([term, count]) => ({ term, ...count }))
      .sort((one, other) => (one.term < other.term ? -1 : 1));
  }

  #of(term: string): { chunks: number; headed: number } {
    let count = this.#counts.get(term);
    if (!count) {
      count = { chunks: 0, headed: 0 };
      this.#counts.set(term, count);
    }
    return count;
  }
}

/** Adds the counts of chunks that were inserted. */
export async function saveTerms(within: Transaction, orgId: string, counts: TermCounts): Promise<void> {
  const rows = counts.rows();
  await within`
    insert into index_terms (org_id, term, chunks, headed)
    select ${orgId}, term, chunks, headed
    from unnest(${rows.map(({ term }) => term)}::text[], ${rows.map(({ chunks }) => chunks)}::int[],
      ${rows.map(({ headed }) => headed)}::int[]) as count (term, chunks, headed)
    on conflict (org_id, term) do update
      set chunks = index_terms.chunks + excluded.chunks, headed = index_terms.headed + excluded.headed`;
}

/** Takes the counts of these documents' chunks away, before the chunks are deleted. */
export async function forgetTerms(within: Transaction, orgId: string, documentIds: readonly string[]): Promise<void> {
  const ids = documentIds as string[];
  const rows = await within<{ term: string; chunks: number; headed: number }[]>`
    with gone as (
      select case when lexeme like '~h:%' then substr(lexeme, 4) else lexeme end as term,
        count(*) filter (where lexeme not like '~%') as chunks, count(*) filter (where lexeme like '~%') as headed
      from chunks, unnest(tsvector_to_array(search)) as lexeme
      where document_id = any(${ids}::text[]) and (lexeme not like '~%' or lexeme like '~h:%')
      group by 1
      union all
      select ${ALL_CHUNKS}, count(*), 0 from chunks where document_id = any(${ids}::text[])),
    held as (
      select index_terms.term, gone.chunks, gone.headed from index_terms join gone using (term)
      where org_id = ${orgId} order by index_terms.term for update of index_terms)
    update index_terms set chunks = index_terms.chunks - held.chunks, headed = index_terms.headed - held.headed
    from held where org_id = ${orgId} and index_terms.term = held.term
    returning index_terms.term, index_terms.chunks, index_terms.headed`;
  const unused = rows.filter((row) => row.chunks <= 0 && row.headed <= 0).map(({ term }) => term);
  if (unused.length > 0)
    await within`delete from index_terms where org_id = ${orgId} and term = any(${unused}::text[])`;
}
