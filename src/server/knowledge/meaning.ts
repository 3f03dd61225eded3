import type { ChunkMatch, SearchQuery } from '../../core/ports/chunk-index.ts';
import type { Embeddings } from '../../core/ports/embeddings.ts';
import { toProblem } from '../../core/problem.ts';
import type { Embedder, Reranker } from '../../core/roles/embedder.ts';
import { fuse, reordered } from '../../pipeline/answer/index.ts';

/** Ranking by what texts mean, beside their words. */
export interface Meaning {
  readonly embeddings: Embeddings;
  readonly embedder: Embedder;
  readonly reranker?: Reranker | null;
  /** Hears of a provider that failed; the words alone rank then. */
  failed?(problem: { readonly code: string; readonly message: string }): void;
}

type Result = { readonly matches: readonly ChunkMatch[]; readonly more: number | null };

/** A person waits: a provider that takes longer is left out. */
const WAIT_MS = 3_000;
/** Of the best matches so many are ranked again. */
const RANKED_AGAIN = 40;

/** Fuses what words found with what is near by meaning. Where the provider fails, words alone, and `failed`. */
export async function rankByMeaning(
  { embeddings, embedder, reranker, failed }: Meaning,
  orgId: string,
  query: SearchQuery,
  question: string,
  byWords: Result,
  asked?: AbortSignal,
): Promise<Result & { readonly meaning: 'used' | 'failed' }> {
  const signal = AbortSignal.any([AbortSignal.timeout(WAIT_MS), ...(asked ? [asked] : [])]);
  try {
    const [vector] = await embedder.embed([question], signal);
    const near = await embeddings.nearest(orgId, embedder.model, vector!, query);
    let matches = fuse([byWords.matches, near]);
    if (reranker && matches.length > 0) {
      const texts = matches.slice(0, RANKED_AGAIN).map(({ title, text }) => `${title}\n${text}`);
      matches = reordered(matches, await reranker.rerank(question, texts, signal));
    }
    return { matches: matches.slice(0, query.limit), more: byWords.more, meaning: 'used' };
  } catch (error) {
    asked?.throwIfAborted();
    const { code, message } = toProblem(error);
    failed?.({ code, message });
    return { ...byWords, meaning: 'failed' };
  }
}
