import { migrations } from '../migrations/index.ts';
import type { Sql } from '../pool.ts';
import type { TableHead } from './format.ts';

/**
 * What a restored deployment is better off without: sessions and sign-ins under way, which are credentials, and what
 * only says what goes on right now. The workflow engine's own tables stay out too: work that was open is taken up
 * anew from ours.
 */
const leftOut = new Set(['auth.session', 'auth.rate_limit', 'sign_ins', 'workers']);

/** Tables that our migrations make, by the names they have there; a database may hold others' tables beside them. */
export function ownTables(): readonly string[] {
  const made = migrations.flatMap(({ sql }) => [...sql.matchAll(/create table (?:if not exists )?([\w.]+)/g)]);
  return [...new Set(made.map((match) => match[1]!))].filter((name) => !leftOut.has(name));
}

const full = (name: string): string => (name.includes('.') ? name : `public.${name}`);
const short = (name: string): string => name.replace(/^public\./, '');

interface Column {
  readonly name: string;
  readonly column: string;
}

/** Our tables as they stand, each after those that it refers to; without columns that the database works out. */
export async function tablesOf(sql: Pick<Sql, 'unsafe'>): Promise<readonly TableHead[]> {
  const wanted = ownTables().map(full);
  const columns = await sql.unsafe<Column[]>(
    `select n.nspname || '.' || c.relname as name, a.attname as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and n.nspname || '.' || c.relname = any($1::text[])
     order by a.attnum`,
    [wanted],
  );
  const references = await sql.unsafe<{ name: string; to: string }[]>(
    `select n.nspname || '.' || c.relname as name, m.nspname || '.' || d.relname as to
     from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_class d on d.oid = f.confrelid join pg_namespace m on m.oid = d.relnamespace
     where f.contype = 'f' and c.oid <> d.oid`,
    [],
  );
  const heads = new Map<string, TableHead>();
  for (const name of wanted) {
    const own = columns.filter((one) => one.name === name).map((one) => one.column);
    if (own.length > 0) heads.set(name, { table: short(name), columns: own });
  }
  const ordered: TableHead[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { to } of references.filter((one) => one.name === name)) visit(to);
    const head = heads.get(name);
    if (head) ordered.push(head);
  };
  for (const name of heads.keys()) visit(name);
  return ordered;
}

export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');

export const columnsOf = ({ columns }: TableHead): string => columns.map((column) => `"${column}"`).join(', ');
