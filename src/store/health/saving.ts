import type { WikiHealth } from '../../core/ports/wiki-health.ts';
import { parts } from '../ledger/rows.ts';
import type { Sql } from '../pool.ts';
import { storableText } from '../storable.ts';
import { type Transaction, transact } from '../transaction.ts';
import { bandsOf } from './bands.ts';

type Traces = Parameters<WikiHealth['apply']>[2];

const DOCUMENTS_A_BATCH = 200;
const FILES_A_BATCH = 5_000;

/** Documents of the batch by path; those that are not indexed have no id and leave nothing. */
async function idsOf(within: Transaction, orgId: string, repositoryId: string, paths: readonly string[]) {
  const rows = await within<{ id: string; path: string }[]>`
    select id, path from documents where org_id = ${orgId} and repository_id = ${repositoryId}
      and path = any(${paths as string[]}::text[])`;
  return new Map(rows.map(({ id, path }) => [path, id]));
}

async function forget(within: Transaction, ids: readonly string[]): Promise<void> {
  for (const table of ['page_traces', 'page_bands', 'page_values', 'page_dues', 'document_links'])
    await within`delete from ${within(table)} where document_id = any(${ids as string[]}::text[])`;
}

async function save(
  within: Transaction,
  orgId: string,
  traces: readonly (readonly [string, Traces extends ReadonlyMap<string, infer Value> ? Value : never])[],
) {
  const asJson = (rows: readonly object[]) => within.json(rows as never);
  const pages = traces.flatMap(([id, { page }]) => (page === null ? [] : [{ id, ...page }]));
  await within`
    insert into page_traces (org_id, document_id, anchors, signature, owner)
    select ${orgId}, id, anchors, signature, owner from jsonb_to_recordset(${asJson(
      pages.map(({ id, anchors, signature, owner }) => ({
        id,
        anchors: anchors.map(storableText),
        signature,
        owner: owner && storableText(owner.name),
      })),
    )}) as page (id text, anchors text[], signature bigint[], owner text)`;
  await within`
    insert into page_bands (org_id, document_id, band)
    select ${orgId}, id, band from jsonb_to_recordset(${asJson(
      pages.flatMap(({ id, signature }) =>
        signature === null ? [] : bandsOf(signature).map((band) => ({ id, band })),
      ),
    )}) as page (id text, band bigint) on conflict do nothing`;
  await within`
    insert into page_values (org_id, document_id, place, subject, key, value, shown, line)
    select ${orgId}, id, place, subject, key, value, shown, line from jsonb_to_recordset(${asJson(
      pages.flatMap(({ id, values }) =>
        values.map(({ subject, key, value, shown, line }, place) => ({
          id,
          place,
          line,
          subject: storableText(subject),
          key: storableText(key),
          value: storableText(value),
          shown: storableText(shown),
        })),
      ),
    )}) as stated (id text, place integer, subject text, key text, value text, shown text, line integer)`;
  await within`
    insert into page_dues (org_id, document_id, line, due)
    select ${orgId}, id, line, date from jsonb_to_recordset(${asJson(
      pages.flatMap(({ id, due }) => due.map((one) => ({ id, ...one }))),
    )}) as due (id text, line integer, date date) on conflict do nothing`;
  await within`
    insert into document_links (org_id, document_id, place, line, href, repository, path, anchor, page_id)
    select ${orgId}, id, place, line, href, repository, path, anchor, "pageId" from jsonb_to_recordset(${asJson(
      traces.flatMap(([id, { links }]) =>
        links.map(({ line, href, to }, place) => ({
          id,
          place,
          line,
          href: storableText(href),
          repository: to.kind === 'file' ? to.repository : null,
          path: to.kind === 'file' ? storableText(to.path) : null,
          anchor: to.kind === 'file' && to.anchor !== null ? storableText(to.anchor) : null,
          pageId: to.kind === 'page' ? to.pageId : null,
        })),
      ),
    )}) as link (id text, place integer, line integer, href text, repository text, path text, anchor text, "pageId" text)`;
}

/** Writing what the rules of health read. */
export function createSaving(sql: Sql): Pick<WikiHealth, 'apply' | 'saveFiles' | 'dropFiles'> {
  return {
    async apply(orgId, repositoryId, traces) {
      for (const some of parts([...traces], DOCUMENTS_A_BATCH))
        await transact(sql, async (within) => {
          const ids = await idsOf(
            within,
            orgId,
            repositoryId,
            some.map(([path]) => storableText(path)),
          );
          const known = some.flatMap(([path, trace]) => {
            const id = ids.get(storableText(path));
            return id === undefined ? [] : [[id, trace] as const];
          });
          await forget(
            within,
            known.map(([id]) => id),
          );
          await save(within, orgId, known);
        });
    },
    async dropFiles(orgId, repositoryId) {
      await sql`delete from repository_files where org_id = ${orgId} and repository_id = ${repositoryId}`;
    },
    async saveFiles(orgId, repositoryId, files, removed) {
      for (const some of parts(files, FILES_A_BATCH))
        await sql`
          insert into repository_files (org_id, repository_id, path, changed_at)
          select ${orgId}, ${repositoryId}, path, changed_at
          from unnest(${some.map(({ path }) => storableText(path))}::text[],
            ${some.map(({ changedAt }) => changedAt)}::timestamptz[]) as file (path, changed_at)
          order by path
          on conflict (repository_id, path) do update
            set changed_at = coalesce(excluded.changed_at, repository_files.changed_at)
            where repository_files.org_id = excluded.org_id`;
      for (const some of parts(removed, FILES_A_BATCH))
        await sql`
          delete from repository_files where org_id = ${orgId} and repository_id = ${repositoryId}
            and path = any(${some.map(storableText)}::text[])`;
    },
  };
}
