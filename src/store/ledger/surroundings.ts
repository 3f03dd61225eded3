import type { Attachment, Space } from '../../core/page.ts';
import type { PageLedger } from '../../core/ports/page-ledger.ts';
import type { Sql } from '../pool.ts';
import { lastOfEach } from './rows.ts';

interface AttachmentRow {
  readonly id: string;
  readonly page_id: string;
  readonly file_name: string;
  readonly media_type: string;
  readonly size: string;
  readonly version: number;
  readonly file_id: string | null;
  readonly download_path: string;
  readonly blob: string | null;
  readonly path: string | null;
}

interface SpaceRow extends Omit<Space, 'homepageId'> {
  readonly homepage_id: string | null;
}

/** Spaces, names of people and attachments as last seen. Saving adds and replaces, it never removes. */
export function createSurroundings(
  sql: Sql,
): Pick<PageLedger, 'saveSpaces' | 'spaces' | 'savePeople' | 'people' | 'saveAttachments' | 'attachments'> {
  const asJson = (value: unknown) => sql.json(value as Parameters<typeof sql.json>[0]);

  return {
    async saveSpaces(orgId, connectionId, spaces) {
      const rows = lastOfEach(spaces, (space) => space.id);
      await sql`
        insert into ledger_spaces (org_id, connection_id, id, key, name, url, personal, homepage_id)
        select ${orgId}, ${connectionId}, id, key, name, url, personal, "homepageId"
        from jsonb_to_recordset(${asJson(rows)})
          as space (id text, key text, name text, url text, personal boolean, "homepageId" text)
        order by id
        on conflict (connection_id, id) do update set key = excluded.key, name = excluded.name, url = excluded.url,
          personal = excluded.personal, homepage_id = excluded.homepage_id
        where ledger_spaces.org_id = excluded.org_id`;
    },
    async spaces(orgId, connectionId) {
      const rows = await sql<SpaceRow[]>`
        select id, key, name, url, personal, homepage_id from ledger_spaces
        where org_id = ${orgId} and connection_id = ${connectionId} order by key`;
      return rows.map(({ homepage_id, ...space }) => ({ ...space, homepageId: homepage_id }));
    },
    async savePeople(orgId, connectionId, people) {
      const rows = lastOfEach(people, (person) => person.id);
      await sql`
        insert into ledger_people (org_id, connection_id, id, name)
        select ${orgId}, ${connectionId}, id, name from jsonb_to_recordset(${asJson(rows)}) as person (id text, name text)
        order by id
        on conflict (connection_id, id) do update set name = excluded.name
        where ledger_people.org_id = excluded.org_id`;
    },
    async people(orgId, connectionId, ids) {
      const rows = await sql<{ id: string; name: string }[]>`
        select id, name from ledger_people
        where org_id = ${orgId} and connection_id = ${connectionId} and id = any(${ids as string[]}::text[])`;
      return new Map(rows.map((row) => [row.id, row.name]));
    },
    async saveAttachments(orgId, connectionId, attachments) {
      const rows = lastOfEach(attachments, (attachment) => attachment.id);
      await sql`
        insert into ledger_attachments (org_id, connection_id, id, page_id, file_name, media_type, size, version,
          file_id, download_path, blob, path)
        select ${orgId}, ${connectionId}, id, "pageId", "fileName", "mediaType", size, version, "fileId",
          "downloadPath", blob, path
        from jsonb_to_recordset(${asJson(rows)}) as attachment (id text, "pageId" text, "fileName" text,
          "mediaType" text, size bigint, version integer, "fileId" text, "downloadPath" text, blob text, path text)
        order by id
        on conflict (connection_id, id) do update set page_id = excluded.page_id, file_name = excluded.file_name,
          media_type = excluded.media_type, size = excluded.size, version = excluded.version,
          file_id = excluded.file_id, download_path = excluded.download_path, blob = excluded.blob,
          path = excluded.path
        where ledger_attachments.org_id = excluded.org_id`;
    },
    async attachments(orgId, connectionId, pageIds) {
      const rows = await sql<AttachmentRow[]>`
        select * from ledger_attachments
        where org_id = ${orgId} and connection_id = ${connectionId} and page_id = any(${pageIds as string[]}::text[])
        order by page_id, file_name, id`;
      return rows.map((row): Attachment & { readonly blob: string | null; readonly path: string | null } => ({
        id: row.id,
        pageId: row.page_id,
        fileName: row.file_name,
        mediaType: row.media_type,
        size: Number(row.size),
        version: row.version,
        fileId: row.file_id,
        downloadPath: row.download_path,
        blob: row.blob,
        path: row.path,
      }));
    },
  };
}
