import type { DeadLink, PageLine, SignedPage, WikiHealth } from '../../core/ports/wiki-health.ts';
import type { Sql } from '../pool.ts';
import { type PageRow, pageColumns, toPage, upTo } from './candidates.ts';

interface OutrunRow extends PageRow {
  readonly line: number;
  readonly rule: string;
  readonly name: string;
  readonly file_repository_id: string;
  readonly file_path: string;
  readonly file_commit: string;
  readonly changed_at: Date;
}

interface PairRow {
  readonly one: string;
  readonly other: string;
}

interface SignedRow extends PageRow {
  readonly signature: readonly string[];
}

interface StatedRow extends PageRow {
  readonly subject: string;
  readonly key: string;
  readonly value: string;
  readonly shown: string;
  readonly line: number;
}

/** Chunks of a page in which a line that it has in common with another is looked for. */
const OPENING_CHUNKS = 10;
/** A name that more pages than this state, or with more values, is a field of a form, not a fact. */
const MOST_PAGES_A_NAME = 8;
const MOST_VALUES_A_NAME = 3;

/** Lists for the rules that look at a page beside another, or beside a file. */
export function createRelationCandidates(
  sql: Sql,
): Pick<WikiHealth, 'deadLinks' | 'outrun' | 'alike' | 'disagreeing' | 'quotes' | 'openings'> {
  const columns = pageColumns(sql);
  return {
    async deadLinks(orgId, limit) {
      const rows = await sql<(PageRow & { line: number; href: string; missing: DeadLink['missing'] })[]>`
        with dead as (
          select link.*, case
            when link.page_id is not null then 'page'
            when file.path is null then 'file' else 'anchor' end as missing
          from document_links as link
          left join repositories as repository on repository.org_id = ${orgId} and repository.full_name = link.repository
          left join repository_files as file on file.repository_id = repository.id and file.path = link.path
          where link.org_id = ${orgId} and (
            (link.path is not null and file.path is null and repository.indexed_commit is not null
              and exists (select 1 from repository_files as any_file where any_file.repository_id = repository.id)
              and not exists (select 1 from repository_files as inside where inside.repository_id = repository.id
                and inside.path > link.path || '/' and inside.path < link.path || '0'))
            or (link.anchor is not null and file.path is not null and exists (
              select 1 from documents as target join page_traces on page_traces.document_id = target.id
              where target.repository_id = repository.id and target.path = link.path and not link.anchor = any(anchors)))
            or (link.page_id is not null
              and not exists (select 1 from documents as target
                where target.org_id = ${orgId} and target.page_id = link.page_id)
              and not exists (select 1 from ledger_pages as row
                where row.org_id = ${orgId} and row.page_id = link.page_id))))
        select ${columns}, dead.line, dead.href, dead.missing from dead
        join documents as document on document.id = dead.document_id
        join index_heads as head on head.repository_id = document.repository_id
        order by document.kind <> 'mirrored-page', document.path, dead.line, dead.place limit ${limit + 1}`;
      return upTo(rows, limit, (row) => ({ page: toPage(row), line: row.line, href: row.href, missing: row.missing }));
    },

    async outrun(orgId, limit) {
      // What stands in the folder of the pages, such as their attachments, the mirror wrote.
      const rows = await sql<OutrunRow[]>`
        select ${columns}, evidence.first_line as line, evidence.rule, named.name, file.repository_id as file_repository_id,
          file.path as file_path, file_head.commit as file_commit, file.changed_at
        from documents as document
        join index_heads as head on head.repository_id = document.repository_id
        join graph_nodes as page on page.org_id = ${orgId} and page.kind = 'page' and page.key = document.page_id
        join graph_edges as edge on edge.from_id = page.id and edge.kind in ('mentions', 'documents', 'links-to')
        join graph_nodes as named on named.id = edge.to_id and named.kind in ('file', 'symbol', 'endpoint')
        join graph_entity_claims as claim on claim.node_id = named.id
        join repositories as repository on repository.id = claim.repository_id
        join repository_files as file on file.repository_id = claim.repository_id and file.path = claim.path
        join index_heads as file_head on file_head.repository_id = file.repository_id
        cross join lateral (
          select first_line, rule from graph_evidence where edge_id = edge.id order by repository_id, path limit 1) as evidence
        where document.org_id = ${orgId} and document.kind = 'mirrored-page'
          and file.changed_at > document.modified_at
          and not (file.repository_id = document.repository_id
            and starts_with(file.path, split_part(document.path, '/', 1) || '/'))
          and (named.kind <> 'file' or named.key = repository.full_name || ':' || claim.path)
        order by file.changed_at - document.modified_at desc, document.id, evidence.first_line limit ${limit + 1}`;
      return upTo(rows, limit, (row) => ({
        page: toPage(row),
        line: row.line,
        rule: row.rule,
        name: row.name,
        file: { repositoryId: row.file_repository_id, path: row.file_path, commit: row.file_commit },
        changedAt: row.changed_at.toISOString(),
      }));
    },

    async alike(orgId, limit) {
      // Each page is paired with the first of its band, so that a template of thousands gives thousands of pairs, not millions.
      const pairs = await sql<PairRow[]>`
        with groups as (
          select band, min(document_id) as first from page_bands where org_id = ${orgId}
          group by band having count(*) > 1)
        select distinct first as one, document_id as other from groups
        join page_bands using (band) where page_bands.org_id = ${orgId} and document_id <> first
        order by one, other limit ${limit + 1}`;
      const ids = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))];
      const rows = await sql<SignedRow[]>`
        select ${columns}, signature from documents as document
        join index_heads as head using (repository_id) join page_traces on page_traces.document_id = document.id
        where document.org_id = ${orgId} and document.id = any(${ids}::text[]) and document.kind = 'mirrored-page'`;
      const pages = new Map(
        rows.map((row): [string, SignedPage] => [
          row.document_id,
          { page: toPage(row), signature: row.signature.map(Number) },
        ]),
      );
      const found = pairs.slice(0, limit).flatMap(({ one, other }) => {
        const [left, right] = [pages.get(one), pages.get(other)];
        return left && right ? [[left, right] as const] : [];
      });
      return { items: found, more: pairs.length > limit };
    },

    async disagreeing(orgId, limit) {
      const rows = await sql<StatedRow[]>`
        with names as (
          select subject, key from page_values where org_id = ${orgId} group by subject, key
          having count(distinct value) between 2 and ${MOST_VALUES_A_NAME}
            and count(distinct document_id) between 2 and ${MOST_PAGES_A_NAME})
        select ${columns}, stated.subject, stated.key, value, shown, line from names
        join page_values as stated on stated.org_id = ${orgId} and stated.subject = names.subject and stated.key = names.key
        join documents as document on document.id = stated.document_id and document.kind = 'mirrored-page'
        join index_heads as head using (repository_id)
        order by stated.subject, stated.key, document.modified_at desc nulls last, document.id limit ${limit + 1}`;
      return upTo(rows, limit, (row) => {
        const { subject, key, value, shown, line } = row;
        return { page: toPage(row), line, stated: { subject, key, value, shown, line } };
      });
    },

    async quotes(orgId, places) {
      const rows = await sql<{ place: number; text: string; start_line: number; line: number }[]>`
        select place::int, text, start_line, line
        from unnest(${places.map(({ documentId }) => documentId)}::text[], ${places.map(({ line }) => line)}::int[])
          with ordinality as asked (document_id, line, place)
        join chunks using (document_id)
        where chunks.org_id = ${orgId} and line between start_line and end_line order by place, ordinal`;
      const found = new Map<number, string>();
      for (const { place, text, start_line, line } of rows)
        if (!found.has(place)) found.set(place, text.split('\n')[line - start_line] ?? '');
      return places.map((_, at) => found.get(at + 1) ?? '');
    },

    async openings(orgId, documentIds) {
      const rows = await sql<{ document_id: string; text: string; start_line: number }[]>`
        select document_id, text, start_line from chunks
        where org_id = ${orgId} and document_id = any(${documentIds as string[]}::text[]) and ordinal < ${OPENING_CHUNKS}
        order by document_id, ordinal`;
      const found = new Map<string, PageLine[]>();
      for (const { document_id, text, start_line } of rows) {
        const lines = text.split('\n').map((line, at) => ({ line: start_line + at, text: line }));
        found.set(document_id, [...(found.get(document_id) ?? []), ...lines]);
      }
      return found;
    },
  };
}
