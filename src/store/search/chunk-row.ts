import type { DocumentSource } from '../../core/chunk.ts';
import type { ChunkMatch } from '../../core/ports/chunk-index.ts';

/** A chunk with its document and the commit that the repository stands at. */
export interface ChunkRow {
  readonly document_id: string;
  readonly repository_id: string;
  readonly path: string;
  readonly commit: string;
  readonly title: string;
  readonly source: DocumentSource | null;
  readonly ordinal: number;
  readonly heading_path: readonly string[];
  readonly text: string;
  readonly start_line: number;
  readonly end_line: number;
}

export function toMatch(row: ChunkRow, score: number): ChunkMatch {
  return {
    documentId: row.document_id,
    repositoryId: row.repository_id,
    path: row.path,
    commit: row.commit,
    title: row.title,
    source: row.source,
    ordinal: row.ordinal,
    headingPath: row.heading_path,
    text: row.text,
    startLine: row.start_line,
    endLine: row.end_line,
    score,
  };
}
