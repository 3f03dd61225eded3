import { openPool } from './pool.ts';

/** Session locks of this process, all on one connection that is never recycled. */
export interface LockSession {
  /** False when this or another process holds the key. */
  tryTake(key: string): Promise<boolean>;
  release(key: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Advisory locks end with their connection, so a killed process holds none. Within one session
 * Postgres would grant a key twice; the set of held keys refuses that.
 */
export function createLockSession(databaseUrl: string): LockSession {
  const sql = openPool(databaseUrl, { max: 1, name: 'locks', pinned: true });
  const held = new Set<string>();
  return {
    async tryTake(key) {
      if (held.has(key)) return false;
      held.add(key);
      try {
        const rows = await sql<{ taken: boolean }[]>`
          select pg_try_advisory_lock(hashtextextended(${key}, 0)) as taken`;
        if (rows[0]?.taken) return true;
      } catch (error) {
        held.delete(key);
        throw error;
      }
      held.delete(key);
      return false;
    },
    async release(key) {
      if (!held.has(key)) return;
      try {
        await sql`select pg_advisory_unlock(hashtextextended(${key}, 0))`;
      } finally {
        held.delete(key);
      }
    },
    close: () => sql.end({ timeout: 1 }),
  };
}
