import type { ChunkIndex, ChunkMatch, SearchQuery } from '../../core/ports/chunk-index.ts';
import type { Sql } from '../pool.ts';
import { type Selection, select } from './candidates.ts';
import { type ChunkRow, toMatch } from './chunk-row.ts';
import { namePatterns, plainPrefix } from './filters.ts';
import { lookUp } from './lookup.ts';
import { hasPhrases, patternOf } from './phrase.ts';
import { type Question, readQuestion } from './question.ts';
import { type Ranked, score } from './ranking.ts';
import { quoteTerm } from './vector.ts';

/** What a place in text, labels, headings and title counts, in the order that Postgres takes. */
const WEIGHTS = '{0.3,0.4,0.7,1}';
/** Chunks that are ranked again with their text at hand. */
const RANKED_AGAIN = 60;
/** Chunks whose text is read for the quoted passages of a question. */
const MOST_READ = 1_000;
/** All of a chunk that a quoted passage may stand in. */
const FIELDS = `concat_ws(E'\\n', documents.title, array_to_string(chunks.heading_path, E'\\n'), chunks.text,
  documents.path, array_to_string(documents.labels, E'\\n'))`;

interface Row extends ChunkRow, Ranked {
  readonly candidates: number;
  readonly ranks: readonly number[];
}

class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/**
 * One statement: candidates of each query, bounded; a rank per term from the vector that stands in
 * the row; then text and citation of the best. Ranks are saturated frequencies (`ts_rank` of one
 * term), so weighing them by rarity gives BM25's shape without its second index.
 */
function statement(orgId: string, query: SearchQuery, { phrases }: Question, selection: Selection, most: number) {
  const given = new Parameters();
  const org = given.add(orgId);
  const conditions = [`vectors.org_id = ${org}`];
  const prefix = plainPrefix(query.pathPrefix ?? '');
  if (prefix !== '') conditions.push(`starts_with(documents.path, ${given.add(prefix)})`);
  if (query.modifiedAfter) conditions.push(`documents.modified_at > ${given.add(query.modifiedAfter)}::timestamptz`);
  if (query.modifiedBefore) conditions.push(`documents.modified_at < ${given.add(query.modifiedBefore)}::timestamptz`);
  if (query.kinds?.length) conditions.push(`documents.kind = any(${given.add(query.kinds)}::text[])`);
  if (query.authors?.length) {
    const names = `concat_ws(E'\\n', documents.source->>'author', documents.source->>'editor')`;
    conditions.push(`${names} ~* any(${given.add(namePatterns(query.authors))}::text[])`);
  }
  const join = conditions.length > 1 ? 'join documents on documents.id = vectors.document_id' : '';
  const rank = (form: string) => `ts_rank('${WEIGHTS}'::real[], search, ${given.add(quoteTerm(form))}::tsquery)`;
  const ranks = selection.terms.map(({ forms }) =>
    forms.length === 1 ? rank(forms[0]!) : `greatest(${forms.map(rank).join(', ')})`,
  );
  const ordered = selection.phrases === null ? '' : `where search @@ ${given.add(selection.phrases)}::tsquery`;
  const queries = selection.queries.map(
    ({ text, limit }) => `(select document_id, ordinal, array[${ranks.join(', ')}]::real[] as ranks
      from (select vectors.document_id, vectors.ordinal, search from chunk_vectors as vectors ${join}
        where ${conditions.join(' and ')} and search @@ ${given.add(text)}::tsquery limit ${limit}) as taken ${ordered})`,
  );
  const patterns = phrases.flatMap((phrase) => patternOf(phrase) ?? []).map((pattern) => given.add(pattern));
  const mayHave = patterns.map((pattern) => `(${FIELDS} ~* ${pattern} or ${FIELDS} ~ '[^\\x01-\\x7f]')`);
  const literal =
    patterns.length === 0
      ? ''
      : `join chunks using (document_id, ordinal) join documents on documents.id = document_id where ${mayHave.join(' and ')}`;
  const sum = selection.terms.map(({ weight }, at) => `ranks[${at + 1}] * ${weight.toFixed(6)}`).join(' + ');
  const text = `
    with candidates as materialized (${queries.join(' union all ')}),
    ranked as (select distinct on (document_id, ordinal) * from candidates),
    best as (
      select document_id, ordinal, ranks, count(*) over () as candidates from ranked ${literal}
      order by ${sum === '' ? '' : `${sum} desc, `}document_id, ordinal limit ${most})
    select documents.id as document_id, documents.repository_id, documents.path, index_heads.commit, documents.title,
      documents.source, chunks.ordinal, chunks.heading_path, chunks.text, chunks.start_line, chunks.end_line,
      best.ranks, best.candidates::int as candidates
    from best
    join chunks using (document_id, ordinal)
    join documents on documents.id = best.document_id and documents.org_id = ${org}
    join index_heads on index_heads.repository_id = documents.repository_id`;
  return { text, values: given.values };
}

/** Reading the index by question. */
export function createSearching(sql: Sql): Pick<ChunkIndex, 'search'> {
  return {
    async search(orgId, query) {
      const question = readQuestion(query.text, query.asked);
      const lookup = await lookUp(sql, orgId, question.wanted);
      const selection = select(orgId, query, question, lookup);
      if (!selection) return { matches: [], more: 0 };
      const quotes = question.phrases.length > 0;
      const most = quotes ? MOST_READ : Math.max(RANKED_AGAIN, query.limit);
      const { text, values } = statement(orgId, query, question, selection, most);
      const read = await sql.unsafe<Row[]>(text, values as never[], { prepare: false });
      const rows = quotes ? read.filter((row) => hasPhrases(row, question.phrases)) : read;
      const matches: ChunkMatch[] = rows
        .map((row) => {
          const scored = score(query.text, question, selection.terms, row);
          return { ...toMatch(row, scored.score), ...(query.explain && { parts: scored.parts }) };
        })
        .sort(
          (one, other) => other.score - one.score || one.path.localeCompare(other.path) || one.ordinal - other.ordinal,
        )
        .slice(0, query.limit);
      const candidates = read[0]?.candidates ?? 0;
      // Of quoted passages it is known how many chunks have them where all that may were read.
      const all = !quotes ? candidates : candidates <= read.length ? rows.length : null;
      const isKnown = (selection.complete && read.length > 0) || candidates === 0;
      return { matches, more: isKnown && all !== null ? all - matches.length : null };
    },
  };
}
