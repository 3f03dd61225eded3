import { randomUUID } from 'node:crypto';
import type { Repositories, TrackedRepository } from '../core/ports/repositories.ts';
import { connectionMissing } from './connections.ts';
import type { Sql } from './pool.ts';

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly connection_id: string;
  readonly remote_id: string;
  readonly full_name: string;
  readonly url: string;
  readonly branch: string;
  readonly head_commit: string | null;
  readonly indexed_commit: string | null;
  readonly indexed_at: Date | null;
}

function toRepository(row: Row): TrackedRepository {
  return {
    id: row.id,
    orgId: row.org_id,
    connectionId: row.connection_id,
    remoteId: row.remote_id,
    fullName: row.full_name,
    url: row.url,
    branch: row.branch,
    headCommit: row.head_commit,
    indexedCommit: row.indexed_commit,
    indexedAt: row.indexed_at?.toISOString() ?? null,
  };
}

/** Tracked repositories in Postgres. */
export function createRepositories(sql: Sql): Repositories {
  return {
    async track(orgId, fields) {
      const rows = await sql<Row[]>`
        insert into repositories (id, org_id, connection_id, remote_id, full_name, url, branch)
        values (${randomUUID()}, ${orgId}, ${fields.connectionId}, ${fields.remoteId}, ${fields.fullName}, ${fields.url}, ${fields.branch})
        on conflict (connection_id, remote_id) do update
          set full_name = excluded.full_name, url = excluded.url, branch = excluded.branch,
            head_commit = case when repositories.branch = excluded.branch then repositories.head_commit end
          where repositories.org_id = excluded.org_id
        returning *`;
      if (!rows[0]) throw connectionMissing();
      return toRepository(rows[0]);
    },
    async get(orgId, id) {
      const rows = await sql<Row[]>`select * from repositories where org_id = ${orgId} and id = ${id}`;
      return rows[0] ? toRepository(rows[0]) : null;
    },
    async findByRemote(connectionId, remoteId) {
      const rows = await sql<Row[]>`
        select * from repositories where connection_id = ${connectionId} and remote_id = ${remoteId}`;
      return rows[0] ? toRepository(rows[0]) : null;
    },
    async list(orgId) {
      const rows = await sql<Row[]>`select * from repositories where org_id = ${orgId} order by full_name, id`;
      return rows.map(toRepository);
    },
    async behind() {
      const rows = await sql<Row[]>`
        select * from repositories where head_commit is not null and head_commit is distinct from indexed_commit
        order by full_name, id`;
      return rows.map(toRepository);
    },
    async setHead(orgId, id, commit) {
      await sql`update repositories set head_commit = ${commit} where org_id = ${orgId} and id = ${id}`;
    },
    async setIndexed(orgId, id, commit) {
      await sql`
        update repositories set indexed_commit = ${commit}, indexed_at = clock_timestamp()
        where org_id = ${orgId} and id = ${id}`;
    },
    async untrack(orgId, id) {
      await sql`delete from repositories where org_id = ${orgId} and id = ${id}`;
    },
  };
}
