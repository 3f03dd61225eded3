import type { DocumentSource } from '../../core/chunk.ts';
import type { Candidates, HealthPage, WikiHealth } from '../../core/ports/wiki-health.ts';
import type { Sql } from '../pool.ts';

export interface PageRow {
  readonly document_id: string;
  readonly repository_id: string;
  readonly path: string;
  readonly commit: string;
  readonly title: string;
  readonly source: DocumentSource | null;
}

export function toPage(row: PageRow): HealthPage {
  const { document_id, repository_id, path, commit, title, source } = row;
  return { documentId: document_id, repositoryId: repository_id, path, commit, title, source };
}

/** As many of the rows as were asked for; one more was read to know whether there are more. */
export function upTo<Row, Item>(rows: readonly Row[], limit: number, read: (row: Row) => Item): Candidates<Item> {
  return { items: rows.slice(0, limit).map(read), more: rows.length > limit };
}

/** Columns of a document and the commit that its repository stands at; `document` is its alias. */
export function pageColumns(sql: Sql) {
  return sql`document.id as document_id, document.repository_id, document.path, head.commit, document.title, document.source`;
}

/** Days without an edit after which a page counts as left behind, where its space goes on. */
const OLD_DAYS = 365;
/** Pages of a space that were edited in its last three months, so that it counts as going on. */
const LIVELY_PAGES = 3;

/** Lists of pages for the rules that look at each page alone. */
export function createPageCandidates(
  sql: Sql,
): Pick<WikiHealth, 'pages' | 'leftBehind' | 'overdue' | 'orphans' | 'ownerless'> {
  const columns = pageColumns(sql);
  const standing = sql`documents as document join index_heads as head using (repository_id)`;
  return {
    async pages(orgId) {
      const rows = await sql<{ pages: number }[]>`
        select count(*)::int as pages from documents where org_id = ${orgId} and kind = 'mirrored-page'`;
      return rows[0]!.pages;
    },
    async leftBehind(orgId, limit) {
      const rows = await sql<(PageRow & { newest: Date })[]>`
        with lively as (
          select space_key, newest from (
            select space_key, modified_at, max(modified_at) over (partition by space_key) as newest
            from documents where org_id = ${orgId} and kind = 'mirrored-page') as page
          where modified_at > newest - interval '90 days'
          group by space_key, newest having count(*) >= ${LIVELY_PAGES})
        select ${columns}, newest from ${standing} join lively using (space_key)
        where document.org_id = ${orgId} and document.kind = 'mirrored-page'
          and modified_at < newest - make_interval(days => ${OLD_DAYS})
        order by modified_at, document.id limit ${limit + 1}`;
      return upTo(rows, limit, (row) => ({ page: toPage(row), spaceActiveAt: row.newest.toISOString() }));
    },
    async overdue(orgId, today, limit) {
      const rows = await sql<(PageRow & { line: number; due: string })[]>`
        select ${columns}, line, due::text from page_dues as due_date
        join documents as document on document.id = due_date.document_id
        join index_heads as head using (repository_id)
        where due_date.org_id = ${orgId} and due < ${today}::date and document.kind = 'mirrored-page'
        order by due, document.id, line limit ${limit + 1}`;
      return upTo(rows, limit, (row) => ({ page: toPage(row), line: row.line, date: row.due }));
    },
    async orphans(orgId, limit) {
      const rows = await sql<PageRow[]>`
        select ${columns} from ${standing}
        where document.org_id = ${orgId} and document.kind = 'mirrored-page' and source->>'parentId' is null
          and not exists (select 1 from documents as child
            where child.org_id = ${orgId} and child.source is not null
              and child.source->>'parentId' = document.page_id)
          and not exists (select 1 from graph_nodes as node
            join graph_edges as edge on edge.to_id = node.id and edge.kind = 'links-to'
            where node.org_id = ${orgId} and node.kind = 'page' and node.key = document.page_id)
          and not exists (select 1 from ledger_spaces
            where ledger_spaces.org_id = ${orgId} and homepage_id = document.page_id)
          and not exists (select 1 from ledger_pages
            where ledger_pages.org_id = ${orgId} and ledger_pages.page_id = document.page_id and ledger_pages.kind = 'blog')
        order by modified_at, document.id limit ${limit + 1}`;
      return upTo(rows, limit, toPage);
    },
    async ownerless(orgId, limit) {
      const gone = '^(unknown|.*(former user|deactivated|deleted user|\\(deleted\\)).*)$';
      const rows = await sql<PageRow[]>`
        select ${columns} from ${standing}
        left join page_traces on page_traces.document_id = document.id
        where document.org_id = ${orgId} and document.kind = 'mirrored-page' and owner is null
          and coalesce(source->>'author' ~* ${gone}, true) and coalesce(source->>'editor' ~* ${gone}, true)
          and not exists (select 1 from graph_nodes as node
            join graph_edges as edge on edge.to_id = node.id and edge.kind = 'owns'
            where node.org_id = ${orgId} and node.kind = 'page' and node.key = document.page_id)
        order by modified_at, document.id limit ${limit + 1}`;
      return upTo(rows, limit, toPage);
    },
  };
}
