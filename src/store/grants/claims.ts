import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/ports/clock.ts';
import type { Grants, PendingClaim } from '../../core/ports/grants.ts';
import type { Sql } from '../pool.ts';
import type { SecretBox } from '../secret-box.ts';
import { transact } from '../transaction.ts';
import { openTokens, sealTokens } from './row.ts';
import { saveGrant } from './saving.ts';

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly connection_id: string;
  readonly user_id: string;
  readonly account_id: string;
  readonly account_name: string;
  readonly scopes: readonly string[];
  readonly access_token: string;
  readonly refresh_token: string | null;
  readonly grant_expires_at: Date;
  readonly expires_at: Date;
}

const CLAIM_MS = 15 * 60 * 1000;

function toClaim(row: Row): PendingClaim {
  return {
    id: row.id,
    orgId: row.org_id,
    connectionId: row.connection_id,
    userId: row.user_id,
    accountId: row.account_id,
    expiresAt: row.expires_at.toISOString(),
  };
}

/**
 * Accounts that are linked elsewhere and wait for their person's word. Confirming moves the account
 * here: the grants of the same account elsewhere end.
 */
export function createClaims(
  sql: Sql,
  box: SecretBox,
  clock: Pick<Clock, 'now'>,
): Pick<Grants, 'createClaim' | 'confirmClaim' | 'cancelClaim' | 'pendingClaim'> {
  return {
    createClaim(claim) {
      const id = randomUUID();
      const { access, refresh } = sealTokens(box, 'claims', id, claim);
      return transact(sql, async (within) => {
        await within`delete from claims where org_id = ${claim.orgId} and connection_id = ${claim.connectionId}`;
        const rows = await within<Row[]>`
          insert into claims (id, org_id, connection_id, user_id, account_id, account_name, scopes, access_token,
            refresh_token, grant_expires_at, expires_at)
          values (${id}, ${claim.orgId}, ${claim.connectionId}, ${claim.userId}, ${claim.accountId},
            ${claim.accountName}, ${claim.scopes as string[]}::text[], ${access}, ${refresh},
            ${new Date(claim.grantExpiresAt)}, ${new Date(clock.now() + CLAIM_MS)})
          returning *`;
        return toClaim(rows[0]!);
      });
    },
    confirmClaim(orgId, id, userId) {
      return transact(sql, async (within) => {
        const rows = await within<Row[]>`
          delete from claims where org_id = ${orgId} and id = ${id} and user_id = ${userId} returning *`;
        const claim = rows[0];
        if (!claim || claim.expires_at.getTime() <= clock.now()) return null;
        await within`
          delete from grants where account_id = ${claim.account_id}
            and (org_id, connection_id) <> (${orgId}, ${claim.connection_id})`;
        return saveGrant(within, box, orgId, {
          connectionId: claim.connection_id,
          userId: claim.user_id,
          accountId: claim.account_id,
          accountName: claim.account_name,
          scopes: claim.scopes,
          expiresAt: claim.grant_expires_at.toISOString(),
          ...openTokens(box, 'claims', claim),
        });
      });
    },
    async cancelClaim(orgId, id, userId) {
      const rows = await sql`
        delete from claims where org_id = ${orgId} and id = ${id} and user_id = ${userId} returning id`;
      return rows.length > 0;
    },
    async pendingClaim(orgId, connectionId) {
      const rows = await sql<Row[]>`
        select * from claims where org_id = ${orgId} and connection_id = ${connectionId}
          and expires_at > ${new Date(clock.now())} order by expires_at desc limit 1`;
      return rows[0] ? toClaim(rows[0]) : null;
    },
  };
}
