import { z } from 'zod';
import { Problem } from '../../core/problem.ts';

/**
 * A backup is one gzip stream of lines: a header, then for each table a head, its rows as Postgres' COPY writes them
 * and `\.`, and at last a foot with the counts and a hash of everything before it.
 */
const FORMAT = 'ctxpipe-backup';
const VERSION = 1;

const header = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  build: z.string(),
  /** ISO 8601: the moment that the rows show. */
  at: z.string(),
  /** Steps of the schema, in order. */
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })),
  /** Ids of the keys that sealed the secrets in it. */
  keyIds: z.array(z.string()),
});
export type BackupHeader = z.output<typeof header>;

const tableName = z.string().regex(/^(?:[a-z_]+\.)?[a-z_]+$/);
const tableHead = z.object({ table: tableName, columns: z.array(z.string().regex(/^[a-z_0-9]+$/)).min(1) });
export type TableHead = z.output<typeof tableHead>;

const foot = z.object({ rows: z.record(z.string(), z.number()), sha256: z.string() });
export type BackupFoot = z.output<typeof foot>;

/** Ends the rows of a table, as in COPY's own text format. */
export const endOfRows = '\\.';
const endMark = '@end ';
const tableMark = '@table ';

export function damaged(why: string): Problem {
  return new Problem({
    code: 'backup-damaged',
    message: `This is no whole backup: ${why}.`,
    hint: 'Take another copy of the file; nothing was restored from this one.',
  });
}

function read<Form extends z.ZodType>(form: Form, text: string, what: string): z.output<Form> {
  try {
    return form.parse(JSON.parse(text));
  } catch {
    throw damaged(`its ${what} cannot be read`);
  }
}

export function printHeader(fields: Omit<BackupHeader, 'format' | 'version'>): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...fields })}\n`;
}

/** Throws Problem `backup-damaged` or `backup-newer`. */
export function readHeader(line: string): BackupHeader {
  const fields = read(header, line, 'first line');
  if (fields.version <= VERSION) return fields;
  throw new Problem({
    code: 'backup-newer',
    message: `The backup was made by a newer build (${fields.build}).`,
    hint: 'Restore it with that build or a newer one.',
  });
}

export function printTableHead(head: TableHead): string {
  return `${tableMark}${JSON.stringify(head)}\n`;
}

export function printFoot(fields: BackupFoot): string {
  return `${endMark}${JSON.stringify(fields)}\n`;
}

/** A line between tables. */
export function readMark(
  line: string,
): { readonly kind: 'table'; readonly head: TableHead } | { readonly kind: 'end'; readonly foot: BackupFoot } {
  if (line.startsWith(tableMark))
    return { kind: 'table', head: read(tableHead, line.slice(tableMark.length), 'list of tables') };
  if (line.startsWith(endMark)) return { kind: 'end', foot: read(foot, line.slice(endMark.length), 'last line') };
  throw damaged('a line stands where none belongs');
}
