import type { WikiHealth } from '../core/ports/wiki-health.ts';
import { createPageCandidates } from './health/candidates.ts';
import { createRelationCandidates } from './health/relations.ts';
import { createSaving } from './health/saving.ts';
import type { Sql } from './pool.ts';

/** What may be wrong with pages, found in Postgres. */
export function createWikiHealth(sql: Sql): WikiHealth {
  return { ...createSaving(sql), ...createPageCandidates(sql), ...createRelationCandidates(sql) };
}
