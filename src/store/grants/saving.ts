import { randomUUID } from 'node:crypto';
import type { Grants, StoredGrant } from '../../core/ports/grants.ts';
import { Problem } from '../../core/problem.ts';
import { connectionMissing } from '../connections.ts';
import type { Sql } from '../pool.ts';
import type { SecretBox } from '../secret-box.ts';
import { type Transaction, transact } from '../transaction.ts';
import { type GrantRow, openTokens, sealTokens, type Tokens, toGrant } from './row.ts';

type NewGrant = Parameters<Grants['save']>[1];

/** No grant of this id in this organization. */
export function grantMissing(): Problem {
  return new Problem({
    code: 'grant-not-found',
    message: 'No account is linked here.',
    status: 404,
    hint: 'Link the account again.',
  });
}

/** Tokens of a grant, or null where another key sealed them: linking again is then the way out. */
function readable(box: SecretBox, row: GrantRow): Tokens | null {
  try {
    return openTokens(box, 'grants', row);
  } catch {
    return null;
  }
}

/** Inserts or replaces the connection's grant inside a transaction. */
export async function saveGrant(
  within: Transaction,
  box: SecretBox,
  orgId: string,
  grant: NewGrant,
): Promise<StoredGrant> {
  const own =
    await within`select id from connections where org_id = ${orgId} and id = ${grant.connectionId} for update`;
  if (own.length === 0) throw connectionMissing();
  const found = await within<GrantRow[]>`
    select * from grants where org_id = ${orgId} and connection_id = ${grant.connectionId}`;
  const before = found[0];
  const id = before?.id ?? randomUUID();
  const kept = before?.account_id === grant.accountId && before.state === 'valid' ? readable(box, before) : null;
  const tokens: Tokens = {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken ?? kept?.refreshToken ?? null,
  };
  const { access, refresh } = sealTokens(box, 'grants', id, tokens);
  const rows = await within<GrantRow[]>`
    insert into grants (id, org_id, connection_id, user_id, account_id, account_name, scopes, access_token,
      refresh_token, expires_at)
    values (${id}, ${orgId}, ${grant.connectionId}, ${grant.userId}, ${grant.accountId}, ${grant.accountName},
      ${grant.scopes as string[]}::text[], ${access}, ${refresh}, ${new Date(grant.expiresAt)})
    on conflict (connection_id) do update set user_id = excluded.user_id, account_id = excluded.account_id,
      account_name = excluded.account_name, scopes = excluded.scopes, access_token = excluded.access_token,
      refresh_token = excluded.refresh_token, expires_at = excluded.expires_at, state = 'valid',
      version = grants.version + 1, linked_at = now(), refreshed_at = null, refresh_begun_at = null
    returning *`;
  return toGrant(rows[0]!);
}

/** Linked accounts: save, read, mark, remove. */
export function createGrantRows(
  sql: Sql,
  box: SecretBox,
): Pick<Grants, 'save' | 'forConnection' | 'heldElsewhere' | 'tokens' | 'markReauthRequired' | 'remove'> {
  return {
    save: (orgId, grant) => transact(sql, (within) => saveGrant(within, box, orgId, grant)),
    async forConnection(orgId, connectionId) {
      const rows = await sql<GrantRow[]>`
        select * from grants where org_id = ${orgId} and connection_id = ${connectionId}`;
      return rows[0] ? toGrant(rows[0]) : null;
    },
    async heldElsewhere(accountId, orgId, connectionId) {
      const rows = await sql`
        select 1 from grants
        where account_id = ${accountId} and (org_id, connection_id) <> (${orgId}, ${connectionId}) limit 1`;
      return rows.length > 0;
    },
    async tokens(orgId, grantId) {
      const rows = await sql<GrantRow[]>`select * from grants where org_id = ${orgId} and id = ${grantId}`;
      if (!rows[0]) throw grantMissing();
      return openTokens(box, 'grants', rows[0]);
    },
    async markReauthRequired(orgId, grantId) {
      await sql`
        update grants set state = 'reauth-required', version = version + 1
        where org_id = ${orgId} and id = ${grantId}`;
    },
    async remove(orgId, connectionId) {
      await transact(sql, async (within) => {
        await within`delete from grants where org_id = ${orgId} and connection_id = ${connectionId}`;
        await within`delete from claims where org_id = ${orgId} and connection_id = ${connectionId}`;
        await within`delete from sign_ins where org_id = ${orgId} and connection_id = ${connectionId}`;
      });
    },
  };
}
