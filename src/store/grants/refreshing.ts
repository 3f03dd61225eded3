import { setTimeout as sleep } from 'node:timers/promises';
import type { Grants } from '../../core/ports/grants.ts';
import { Problem } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import type { LockSession } from '../lock-session.ts';
import type { Sql } from '../pool.ts';
import type { SecretBox } from '../secret-box.ts';
import { type GrantRow, openTokens, sealTokens } from './row.ts';
import { grantMissing } from './saving.ts';

type Refresh = Parameters<Grants['refreshOnce']>[2];
type Result = Awaited<ReturnType<Grants['refreshOnce']>>;

/** Code with which a sign-in role says that only a person can help. */
const REVOKED = 'grant_revoked';
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;
/** A caller that comes this soon after a refresh still means the token from before it. */
const FRESH_MS = 10_000;
const GIVE_UP_MS = 90_000;
const SAVE_TRIES = 3;

function reauth(message: string, detail: string): Problem {
  return new Problem({
    code: REVOKED,
    message,
    status: 409,
    actor: 'operator',
    hint: 'Link the account again.',
    detail,
  });
}

function busy(): Problem {
  return new Problem({
    code: 'refresh-busy',
    message: 'Another process has been renewing this grant for too long.',
    status: 503,
    actor: 'nobody',
    retry: { kind: 'soon' },
  });
}

/**
 * Renews a grant in one process at a time. Within the process callers share one promise; between
 * processes a lock is held and the row is read again under it, so whoever waited finds the new
 * token. The intent is written before the call: when the call's answer is lost, the old refresh
 * token may be spent, and a refusal then says so.
 */
export function createRefreshing(sql: Sql, box: SecretBox, locks: LockSession): Pick<Grants, 'refreshOnce'> {
  const running = new Map<string, Promise<Result>>();

  const read = async (orgId: string, id: string): Promise<GrantRow & { readonly fresh: boolean }> => {
    const rows = await sql<(GrantRow & { fresh: boolean })[]>`
      select *, coalesce(refreshed_at > clock_timestamp() - ${FRESH_MS} * interval '1 millisecond', false) as fresh
      from grants where org_id = ${orgId} and id = ${id}`;
    if (!rows[0]) throw grantMissing();
    if (rows[0].state !== 'valid') throw reauth('The linked account must be linked again.', 'reauth-required');
    return rows[0];
  };

  const save = async (row: GrantRow, tokens: Awaited<ReturnType<Refresh>>, refreshToken: Secret): Promise<void> => {
    const sealed = sealTokens(box, 'grants', row.id, { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken });
    for (let tried = 1; ; tried += 1) {
      try {
        await sql`
          update grants set access_token = ${sealed.access}, refresh_token = ${sealed.refresh},
            expires_at = ${new Date(tokens.expiresAt)}, version = version + 1, refreshed_at = clock_timestamp(),
            refresh_begun_at = null
          where id = ${row.id} and version = ${row.version}`;
        return;
      } catch (error) {
        if (tried === SAVE_TRIES) throw error;
        await sleep(FIRST_WAIT_MS * 10 ** tried);
      }
    }
  };

  const refused = async (row: GrantRow): Promise<Problem> => {
    await sql`
      update grants set state = 'reauth-required', version = version + 1
      where id = ${row.id} and version = ${row.version}`;
    return row.refresh_begun_at
      ? reauth(
          'The answer to an earlier renewal was lost, and the old token is no longer valid.',
          'refresh-interrupted',
        )
      : reauth('The linked account no longer lets this deployment in.', 'refused');
  };

  const renew = async (row: GrantRow, refresh: Refresh): Promise<Result> => {
    const { refreshToken } = openTokens(box, 'grants', row);
    if (!refreshToken) throw reauth('The linked account gave no token to renew with.', 'no-refresh-token');
    await sql`update grants set refresh_begun_at = clock_timestamp() where id = ${row.id} and version = ${row.version}`;
    let tokens: Awaited<ReturnType<Refresh>>;
    try {
      tokens = await refresh({ refreshToken });
    } catch (error) {
      if (error instanceof Problem && error.code === REVOKED) throw await refused(row);
      throw error;
    }
    await save(row, tokens, refreshToken);
    return { accessToken: tokens.accessToken };
  };

  const alone = async (orgId: string, id: string, refresh: Refresh): Promise<Result> => {
    const before = await read(orgId, id);
    const key = `refresh:${id}`;
    const deadline = Date.now() + GIVE_UP_MS;
    for (let wait = FIRST_WAIT_MS; !(await locks.tryTake(key)); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      if (Date.now() > deadline) throw busy();
      await sleep(wait * (0.5 + Math.random()));
    }
    try {
      const row = await read(orgId, id);
      if (row.version !== before.version || row.fresh)
        return { accessToken: openTokens(box, 'grants', row).accessToken };
      return await renew(row, refresh);
    } finally {
      await locks.release(key).catch(() => undefined);
    }
  };

  return {
    refreshOnce(orgId, grantId, refresh) {
      const key = JSON.stringify([orgId, grantId]);
      const shared = running.get(key);
      if (shared) return shared;
      const started = alone(orgId, grantId, refresh).finally(() => running.delete(key));
      running.set(key, started);
      return started;
    },
  };
}
