import type { LedgerPage, PageLedger } from '../../core/ports/page-ledger.ts';
import type { Sql } from '../pool.ts';
import { transact } from '../transaction.ts';
import { type LedgerReads, type LedgerRow, RecentLedger } from './recent.ts';
import { lastOfEach, parts, ROWS_AT_A_TIME, shareTexts } from './rows.ts';

interface Row {
  readonly page_id: string;
  readonly space_id: string;
  readonly space_key: string;
  readonly kind: LedgerPage['kind'];
  readonly parent_id: string | null;
  readonly title: string;
  readonly version: number;
  readonly path: string | null;
  readonly source_hash: string | null;
  readonly links_to: readonly string[];
  readonly attachment_paths: readonly string[];
  readonly state: LedgerPage['state'];
  readonly reason: string | null;
  readonly absences: number;
  readonly losses: number;
  readonly modified_at: string | null;
  readonly url: string | null;
}

const ROWS_A_STATEMENT = 2000;

const none: readonly string[] = [];

function toPage(row: Row, share = shareTexts()): LedgerPage {
  return {
    pageId: row.page_id,
    spaceId: share(row.space_id),
    spaceKey: share(row.space_key),
    kind: share(row.kind),
    parentId: share(row.parent_id),
    title: row.title,
    version: row.version,
    path: row.path,
    sourceHash: row.source_hash,
    linksTo: row.links_to.length === 0 ? none : row.links_to,
    attachmentPaths: row.attachment_paths.length === 0 ? none : row.attachment_paths,
    state: share(row.state),
    reason: share(row.reason),
    absences: row.absences,
    losses: row.losses,
    modifiedAt: row.modified_at,
    url: row.url,
  };
}

function toRow(page: LedgerPage): Row {
  return {
    page_id: page.pageId,
    space_id: page.spaceId,
    space_key: page.spaceKey,
    kind: page.kind,
    parent_id: page.parentId,
    title: page.title,
    version: page.version,
    path: page.path,
    source_hash: page.sourceHash,
    links_to: page.linksTo,
    attachment_paths: page.attachmentPaths,
    state: page.state,
    reason: page.reason,
    absences: page.absences,
    losses: page.losses,
    modified_at: page.modifiedAt,
    url: page.url,
  };
}

function toCursor(row: Row & { readonly sort: string }): string {
  return Buffer.from(JSON.stringify([row.sort, row.page_id])).toString('base64url');
}

function fromCursor(cursor: string | undefined): readonly [string, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString('utf8'));
    return Array.isArray(value) && value.length === 2 ? [String(value[0]), String(value[1])] : ['', ''];
  } catch {
    return ['', ''];
  }
}

function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** What the mirror knows of each page. */
export function createLedgerPages(
  sql: Sql,
): Pick<PageLedger, 'pages' | 'mirroredSpaces' | 'page' | 'list' | 'save' | 'forget' | 'clear'> {
  const recent = new RecentLedger();
  const readsOf = (orgId: string, connectionId: string): LedgerReads => {
    const own = sql`org_id = ${orgId} and connection_id = ${connectionId}`;
    const read = async (from: bigint) => {
      const share = shareTexts();
      const found: LedgerRow[] = [];
      const query = sql<(Row & { written: string })[]>`
        select *, xmin::text as written from ledger_pages
        where ${own} and xmin::text::bigint > ${String(from)}::bigint order by page_id`;
      for await (const rows of query.cursor(ROWS_AT_A_TIME))
        for (const row of rows) found.push({ page: toPage(row, share), written: BigInt(row.written) });
      return found;
    };
    return {
      async mark() {
        const [row] = await sql<{ count: number; sum: string; newest: string }[]>`
          select count(*)::int as count, coalesce(sum(xmin::text::bigint), 0)::text as sum,
            coalesce(max(xmin::text::bigint), 0)::text as newest
          from ledger_pages where ${own}`;
        return { count: row?.count ?? 0, sum: BigInt(row?.sum ?? 0), newest: BigInt(row?.newest ?? 0) };
      },
      all: () => read(0n),
      since: read,
    };
  };

  return {
    pages: (orgId, connectionId) => recent.read(`${orgId} ${connectionId}`, readsOf(orgId, connectionId)),
    async mirroredSpaces(orgId, connectionId) {
      const rows = await sql<{ space_key: string }[]>`
        select distinct space_key from ledger_pages
        where org_id = ${orgId} and connection_id = ${connectionId} and path is not null`;
      return new Set(rows.map((row) => row.space_key));
    },
    async page(orgId, connectionId, pageId) {
      const rows = await sql<Row[]>`
        select * from ledger_pages
        where org_id = ${orgId} and connection_id = ${connectionId} and page_id = ${pageId}`;
      return rows[0] ? toPage(rows[0]) : null;
    },
    async list(orgId, connectionId, query) {
      const state = query.state ?? null;
      const text = query.text?.trim() ? query.text.trim() : null;
      const pattern = text === null ? null : likePattern(text);
      const matching = sql`org_id = ${orgId} and connection_id = ${connectionId}
        and (${state}::text is null or state = ${state})
        and (${text}::text is null or title ilike ${pattern} or path ilike ${pattern} or page_id = ${text})`;
      const [sort, id] = fromCursor(query.after);
      const rows = await sql<(Row & { sort: string })[]>`
        select *, lower(title) as sort from ledger_pages
        where ${matching} and (lower(title), page_id) > (${sort}, ${id})
        order by lower(title), page_id limit ${query.limit + 1}`;
      const counted = await sql<{ total: number }[]>`select count(*)::int as total from ledger_pages where ${matching}`;
      const shown = rows.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        items: shown.map((row) => toPage(row)),
        next: rows.length > shown.length && last ? toCursor(last) : null,
        total: counted[0]?.total ?? 0,
      };
    },
    async save(orgId, connectionId, pages) {
      const rows = lastOfEach(pages, (page) => page.pageId).map(toRow);
      await transact(sql, async (within) => {
        for (const part of parts(rows, ROWS_A_STATEMENT))
          await within`
            insert into ledger_pages (org_id, connection_id, page_id, space_id, space_key, kind, parent_id, title, version,
              path, source_hash, links_to, attachment_paths, state, reason, absences, losses, modified_at, url)
            select ${orgId}, ${connectionId}, page_id, space_id, space_key, kind, parent_id, title, version, path,
              source_hash, links_to, attachment_paths, state, reason, absences, losses, modified_at, url
            from jsonb_to_recordset(${sql.json(part as unknown as Parameters<typeof sql.json>[0])}) as page (page_id text,
              space_id text, space_key text, kind text, parent_id text, title text, version integer, path text,
              source_hash text, links_to text[], attachment_paths text[], state text, reason text, absences integer,
              losses integer, modified_at text, url text)
            order by page_id
            on conflict (connection_id, page_id) do update set space_id = excluded.space_id,
              space_key = excluded.space_key, kind = excluded.kind, parent_id = excluded.parent_id,
              title = excluded.title, version = excluded.version, path = excluded.path,
              source_hash = excluded.source_hash, links_to = excluded.links_to,
              attachment_paths = excluded.attachment_paths, state = excluded.state, reason = excluded.reason,
              absences = excluded.absences, losses = excluded.losses, modified_at = excluded.modified_at,
              url = excluded.url
            where ledger_pages.org_id = excluded.org_id`;
      });
    },
    async forget(orgId, connectionId, pageIds) {
      await transact(sql, async (within) => {
        const ids = pageIds as string[];
        await within`
          delete from ledger_attachments
          where org_id = ${orgId} and connection_id = ${connectionId} and page_id = any(${ids}::text[])`;
        await within`
          delete from ledger_pages
          where org_id = ${orgId} and connection_id = ${connectionId} and page_id = any(${ids}::text[])`;
      });
    },
    async clear(orgId, connectionId) {
      await transact(sql, async (within) => {
        await within`delete from ledger_pages where org_id = ${orgId} and connection_id = ${connectionId}`;
        await within`delete from ledger_attachments where org_id = ${orgId} and connection_id = ${connectionId}`;
        await within`delete from ledger_spaces where org_id = ${orgId} and connection_id = ${connectionId}`;
        await within`delete from ledger_people where org_id = ${orgId} and connection_id = ${connectionId}`;
      });
    },
  };
}
