import type { FilterName, UnknownFilter } from '../../core/unknown-filter.ts';
import type { Sql } from '../pool.ts';
import { namePatterns, plainPrefix } from './filters.ts';

/** Values that are named beside those that are not known. */
const MOST_KNOWN = 10;
/** What no name of a person matches. */
const NOBODY = '(?!)';

/** As each value is compared: names of people in whole words, paths by how they begin. */
function comparable(filter: FilterName, asked: readonly string[]): readonly string[] {
  if (filter === 'authors') return asked.map((name) => namePatterns([name])[0] ?? NOBODY);
  return filter === 'path_prefix' ? asked.map(plainPrefix) : asked.map((value) => value.toLowerCase());
}

/** Whether a document has a `wanted` value; repositories are looked up elsewhere. */
function condition(sql: Sql, filter: FilterName) {
  switch (filter) {
    case 'spaces':
      return sql`lower(space_key) = wanted`;
    case 'labels':
      return sql`wanted = any(lower(labels::text)::text[])`;
    case 'authors':
      return sql`concat_ws(E'\n', source->>'author', source->>'editor') ~* wanted`;
    case 'kinds':
      return sql`kind = wanted`;
    case 'path_prefix':
      return sql`starts_with(path, wanted)`;
    case 'repositories':
      return sql`false`;
  }
}

/** All values that a filter finds something by, each as often as it stands; of paths the folders near the root. */
function standing(sql: Sql, orgId: string, filter: FilterName) {
  const own = sql`where documents.org_id = ${orgId}`;
  switch (filter) {
    case 'spaces':
      return sql`select space_key as value from documents ${own}`;
    case 'labels':
      return sql`select label as value from documents, unnest(labels) as label ${own}`;
    case 'authors':
      return sql`select name as value from documents, unnest(array[source->>'author', source->>'editor']) as name ${own}`;
    case 'kinds':
      return sql`select kind as value from documents ${own}`;
    case 'path_prefix':
      return sql`select substring(path from '^(?:[^/]*/){1,2}') as value from documents ${own}`;
    case 'repositories':
      return sql`select full_name as value from repositories where org_id = ${orgId}`;
  }
}

/**
 * Of values of a filter those that nothing of the organization has, with values that something has. `repositories`
 * takes names that were looked up before and not found. null: each of them is had.
 */
export async function unknownFilter(
  sql: Sql,
  orgId: string,
  filter: FilterName,
  asked: readonly string[],
): Promise<UnknownFilter | null> {
  const given = [...new Set(asked)];
  const missing = await sql<{ value: string }[]>`
    select asked as value from unnest(${given}::text[], ${[...comparable(filter, given)]}::text[]) as given (asked, wanted)
    where not exists (select 1 from documents where org_id = ${orgId} and ${condition(sql, filter)})`;
  if (missing.length === 0) return null;
  const values = missing.map(({ value }) => value);
  const rows = await sql<{ value: string; all: number }[]>`
    with known as (
      select min(value) as value, count(*) as uses from (${standing(sql, orgId, filter)}) as found
      where value <> '' group by lower(value))
    select value, (count(*) over ())::int as all from known
    order by (select max(similarity(value, asked)) from unnest(${values}::text[]) as given (asked)) desc, uses desc, value
    limit ${MOST_KNOWN}`;
  const known = rows.map(({ value }) => value);
  return { filter, values, known, more: (rows[0]?.all ?? 0) - known.length };
}
