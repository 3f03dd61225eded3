import type { Leaving, Organizations } from '../core/ports/organizations.ts';
import { Problem } from '../core/problem.ts';
import type { Sql } from './pool.ts';
import { transact } from './transaction.ts';

/** The wish stands in the accounts' own row of the organization, so that it ends with it. */
function readLeaving(metadata: string | null): Leaving | null {
  return metadata === null ? null : ((JSON.parse(metadata) as { leaving?: Leaving }).leaving ?? null);
}

export function createOrganizations(sql: Sql): Organizations {
  const metadataOf = async (orgId: string): Promise<string | null> =>
    (await sql<{ metadata: string | null }[]>`select metadata from auth.organization where id = ${orgId}`)[0]
      ?.metadata ?? null;
  return {
    beginLeaving(orgId, leaving) {
      return transact(sql, async (within) => {
        const rows = await within<{ metadata: string | null }[]>`
          select metadata from auth.organization where id = ${orgId} for update`;
        if (!rows[0])
          throw new Problem({ code: 'not-found', message: 'The organization does not exist here.', status: 404 });
        await within`delete from auth.apikey where reference_id = ${orgId}`;
        const standing = readLeaving(rows[0].metadata);
        if (standing !== null) return standing;
        await within`update auth.organization set metadata = ${JSON.stringify({ leaving })} where id = ${orgId}`;
        return leaving;
      });
    },
    async leavingOf(orgId) {
      return readLeaving(await metadataOf(orgId));
    },
    async allLeaving() {
      const rows = await sql<{ id: string; slug: string; metadata: string }[]>`
        select id, slug, metadata from auth.organization where metadata is not null order by id`;
      return rows.flatMap(({ id, slug, metadata }) => {
        const leaving = readLeaving(metadata);
        return leaving === null ? [] : [{ orgId: id, slug, leaving }];
      });
    },
    async end(orgId, { actorId, detail }) {
      await transact(sql, async (within) => {
        await within`delete from auth.apikey where reference_id = ${orgId}`;
        const gone = await within`delete from auth.organization where id = ${orgId} returning id`;
        if (gone.length === 0) return;
        await within`
          insert into audit (org_id, actor_id, action, detail)
          values (${orgId}, ${actorId}, 'organization.removed', ${within.json(detail)})`;
      });
    },
  };
}
