import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Sql } from './pool.ts';

/** A connection inside a transaction. */
export type Transaction = postgres.ReservedSql;

const TRIES = 4;
const RETRY_MS = 20;
/** Class 40 (Postgres manual, appendix A): the transaction was rolled back in favour of another and may be repeated. */
const rolledBackForAnother = new Set(['40001', '40P01']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return 'errno' in error || ('severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC'));
}

async function once<T>(sql: Sql, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const reserved = await sql.reserve();
  let lost = false;
  try {
    await reserved.unsafe('begin');
    const value = await work(reserved);
    await reserved.unsafe('commit');
    return value;
  } catch (error) {
    lost = isConnectionLost(error);
    if (!lost)
      await reserved.unsafe('rollback').catch(() => {
        lost = true;
      });
    throw error;
  } finally {
    if (!lost) reserved.release();
  }
}

/**
 * Runs `work` in a transaction and repeats it when it lost a deadlock, so `work` must have no other
 * effect. The connection is reserved first: `begin()` of postgres.js can mix queries of others into
 * the transaction when the pool is full (porsager/postgres#823).
 */
export async function transact<T>(sql: Sql, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await once(sql, work);
    } catch (error) {
      if (tried === TRIES || !rolledBackForAnother.has(codeOf(error))) throw error;
      await sleep(RETRY_MS * 2 ** tried * (0.5 + Math.random()));
    }
  }
}
