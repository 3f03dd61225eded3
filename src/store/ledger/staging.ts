import type { Body, PageMeta } from '../../core/page.ts';
import type { PageLedger, StagedPage } from '../../core/ports/page-ledger.ts';
import type { Sql } from '../pool.ts';
import { transact } from '../transaction.ts';
import { lastOfEach, parts, ROWS_AT_A_TIME, shareTexts } from './rows.ts';

interface Row {
  readonly page_id: string;
  readonly meta: PageMeta;
  readonly body_format: Body['format'] | null;
  readonly body_value: string | null;
  readonly labels: readonly string[];
  readonly restricted: boolean | null;
}

/** Bodies can be large: this many pages go in one statement. */
const PAGES_A_STATEMENT = 100;

const none: readonly string[] = [];

/** The same with the texts that pages have in common held once. */
function sharing(meta: PageMeta, share: ReturnType<typeof shareTexts>): PageMeta {
  const { spaceId, spaceKey, parentId, authorId, editorId, kind, state } = meta;
  return {
    ...meta,
    kind: share(kind),
    spaceId: share(spaceId),
    spaceKey: share(spaceKey),
    parentId: share(parentId),
    state: share(state),
    authorId: share(authorId),
    editorId: share(editorId),
  };
}

function toStaged(row: Row): StagedPage {
  const body =
    row.body_format === null || row.body_value === null ? null : { format: row.body_format, value: row.body_value };
  return { page: { ...row.meta, body }, labels: row.labels, restricted: row.restricted };
}

function toRow(staged: StagedPage): Row & { readonly version: number } {
  const { body, ...meta } = staged.page;
  return {
    page_id: meta.id,
    version: meta.version,
    meta,
    body_format: body?.format ?? null,
    body_value: body?.value ?? null,
    labels: staged.labels,
    restricted: staged.restricted,
  };
}

/** What a run has read so far, with the cursor that follows it. */
export function createStaging(
  sql: Sql,
): Pick<
  PageLedger,
  'checkpoint' | 'stage' | 'stagedMeta' | 'unknownParents' | 'stagedPages' | 'updateStaged' | 'dropStaged'
> {
  const asJson = (value: unknown) => sql.json(value as Parameters<typeof sql.json>[0]);

  return {
    async checkpoint(orgId, runId, part) {
      const rows = await sql<{ cursor: string | null; complete: boolean }[]>`
        select cursor, complete from checkpoints where org_id = ${orgId} and run_id = ${runId} and part = ${part}`;
      return rows[0] ? { cursor: rows[0].cursor, complete: rows[0].complete } : null;
    },
    async stage(orgId, runId, part, batch) {
      const rows = lastOfEach(batch.pages.map(toRow), (row) => row.page_id);
      await transact(sql, async (within) => {
        for (const some of parts(rows, PAGES_A_STATEMENT))
          await within`
            insert into staged_pages
              (org_id, run_id, page_id, version, meta, body_format, body_value, labels, restricted)
            select ${orgId}, ${runId}, page_id, version, meta, body_format, body_value, labels, restricted
            from jsonb_to_recordset(${asJson(some)}) as page (page_id text, version integer, meta jsonb,
              body_format text, body_value text, labels text[], restricted boolean)
            on conflict (run_id, page_id) do update set version = excluded.version, meta = excluded.meta,
              body_format = coalesce(excluded.body_format,
                case when staged_pages.version = excluded.version then staged_pages.body_format end),
              body_value = coalesce(excluded.body_value,
                case when staged_pages.version = excluded.version then staged_pages.body_value end),
              labels = excluded.labels, restricted = excluded.restricted
            where staged_pages.org_id = excluded.org_id and staged_pages.version <= excluded.version`;
        await within`
          insert into checkpoints (org_id, run_id, part, cursor, complete)
          values (${orgId}, ${runId}, ${part}, ${batch.cursor}, ${batch.complete})
          on conflict (run_id, part) do update set cursor = excluded.cursor, complete = excluded.complete
          where checkpoints.org_id = excluded.org_id`;
      });
    },
    async stagedMeta(orgId, runId, spaceId) {
      const share = shareTexts();
      const staged: Awaited<ReturnType<PageLedger['stagedMeta']>>[number][] = [];
      const query = sql<(Row & { has_body: boolean })[]>`
        select meta, labels, restricted, body_value is not null as has_body from staged_pages
        where org_id = ${orgId} and run_id = ${runId}
          and (${spaceId ?? null}::text is null or meta ->> 'spaceId' = ${spaceId ?? null}) order by seq`;
      for await (const rows of query.cursor(ROWS_AT_A_TIME))
        for (const { meta, labels, restricted, has_body: hasBody } of rows)
          staged.push({ meta: sharing(meta, share), labels: labels.length === 0 ? none : labels, restricted, hasBody });
      return staged;
    },
    async unknownParents(orgId, runId, connectionId) {
      const rows = await sql<{ id: string }[]>`
        select distinct meta ->> 'parentId' as id from staged_pages as child
        where org_id = ${orgId} and run_id = ${runId} and meta ->> 'parentId' is not null
          and not exists (select from staged_pages as parent
            where parent.run_id = child.run_id and parent.page_id = child.meta ->> 'parentId')
          and not exists (select from ledger_pages as known
            where known.connection_id = ${connectionId ?? null}::text and known.org_id = ${orgId}
              and known.page_id = child.meta ->> 'parentId')`;
      return rows.map(({ id }) => id);
    },
    async stagedPages(orgId, runId, ids) {
      const rows = await sql<Row[]>`
        select staged_pages.* from unnest(${ids as string[]}::text[]) with ordinality as wanted (id, place)
        join staged_pages on staged_pages.page_id = wanted.id
        where org_id = ${orgId} and run_id = ${runId} order by place`;
      return rows.map(toStaged);
    },
    async updateStaged(orgId, runId, changes) {
      const rows = lastOfEach(changes, (change) => change.pageId).map((change) => ({
        ...change,
        silent: change.restricted === null,
      }));
      await sql`
        update staged_pages set labels = coalesce(change.labels, staged_pages.labels),
          restricted = case when change.silent then null
            else coalesce(change.restricted, staged_pages.restricted) end
        from jsonb_to_recordset(${asJson(rows)}) as change
          ("pageId" text, labels text[], restricted boolean, silent boolean)
        where org_id = ${orgId} and run_id = ${runId} and page_id = change."pageId"`;
    },
    async dropStaged(orgId, runId) {
      await transact(sql, async (within) => {
        await within`delete from staged_pages where org_id = ${orgId} and run_id = ${runId}`;
        await within`delete from checkpoints where org_id = ${orgId} and run_id = ${runId}`;
      });
    },
  };
}
