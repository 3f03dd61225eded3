import type { PageLedger } from '../core/ports/page-ledger.ts';
import { createLedgerPages } from './ledger/pages.ts';
import { createStaging } from './ledger/staging.ts';
import { createSurroundings } from './ledger/surroundings.ts';
import type { Sql } from './pool.ts';

/** The memory of a mirror in Postgres. */
export function createPageLedger(sql: Sql): PageLedger {
  return { ...createLedgerPages(sql), ...createStaging(sql), ...createSurroundings(sql) };
}
