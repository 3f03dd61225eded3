import type { Locks } from '../core/ports/locks.ts';
import type { LockSession } from './lock-session.ts';

/** Exclusive sections over the database's advisory locks. */
export function createLocks(session: LockSession): Locks {
  return {
    async tryExclusive(key, work) {
      if (!(await session.tryTake(`section:${key}`))) return { state: 'busy' };
      try {
        return { state: 'done', value: await work() };
      } finally {
        await session.release(`section:${key}`).catch(() => undefined);
      }
    },
  };
}
