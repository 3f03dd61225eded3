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
