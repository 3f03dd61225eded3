import type { ChunkIndex } from '../core/ports/chunk-index.ts';
import type { Sql } from './pool.ts';

export function createChunkIndex(_sql: Sql): ChunkIndex {
  return {} as ChunkIndex;
}
