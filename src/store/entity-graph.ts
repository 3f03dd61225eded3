import type { EntityGraph } from '../core/ports/entity-graph.ts';
import type { Sql } from './pool.ts';

export function createEntityGraph(_sql: Sql): EntityGraph {
  return {} as EntityGraph;
}
