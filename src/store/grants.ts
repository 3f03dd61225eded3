import type { Clock } from '../core/ports/clock.ts';
import type { Grants } from '../core/ports/grants.ts';
import { createClaims } from './grants/claims.ts';
import { createRefreshing } from './grants/refreshing.ts';
import { createGrantRows } from './grants/saving.ts';
import { createSignIns } from './grants/sign-ins.ts';
import type { LockSession } from './lock-session.ts';
import type { Sql } from './pool.ts';
import type { SecretBox } from './secret-box.ts';

/** Linked accounts in Postgres: sign-ins on their way, tokens, renewal and claims. */
export function createGrants(sql: Sql, box: SecretBox, locks: LockSession, clock: Pick<Clock, 'now'>): Grants {
  return {
    ...createSignIns(sql, box, clock),
    ...createGrantRows(sql, box),
    ...createRefreshing(sql, box, locks),
    ...createClaims(sql, box, clock),
  };
}
