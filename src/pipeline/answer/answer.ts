import type { Answer, Freshness } from '../../core/citation.ts';
import type { ChunkMatch } from '../../core/ports/chunk-index.ts';

export interface AnswerRequest {
  readonly question: string;
  readonly result: { readonly matches: readonly ChunkMatch[]; readonly more: number | null };
  readonly freshness: Freshness;
  /** By repository id. */
  readonly repositories: ReadonlyMap<string, { readonly fullName: string; readonly url: string }>;
  readonly fileUrl: (
    repository: { readonly url: string },
    commit: string,
    path: string,
    lines: readonly [number, number],
  ) => string;
  /** Characters that all passages may have together. */
  readonly budget: number;
  /** Default 10. */
  readonly maxPassages?: number;
}

/** Picks passages within the budget, at first one a document, and says how many matches are left out. */
export function answerFrom(_request: AnswerRequest): Answer {
  throw new Error('Not written yet.');
}
