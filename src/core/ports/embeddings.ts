import type { ChunkMatch, SearchQuery } from './chunk-index.ts';

/** A text of the index that has no vector of a model yet. */
export interface WaitingText {
  readonly orgId: string;
  /** Of the text: what stands twice in an organization is embedded once. */
  readonly hash: string;
  readonly text: string;
}

/** Vectors of the chunks, per organization and model. Chunks that go take their vectors with them, in time. */
export interface Embeddings {
  /** Texts of every organization without a vector of the model. */
  missing(model: string, limit: number): Promise<readonly WaitingText[]>;
  save(
    model: string,
    vectors: readonly (Pick<WaitingText, 'orgId' | 'hash'> & { readonly vector: Float32Array })[],
  ): Promise<void>;
  /** Chunks without a vector of the model, in all organizations. */
  backlog(model: string): Promise<number>;
  /** Forgets vectors of texts that no chunk has, and of other models. */
  prune(model: string): Promise<void>;
  /**
   * Chunks whose vectors are nearest, the nearest first, by the same filters as a search. `score`: the cosine. Where
   * `text` quotes a passage, only chunks that have it.
   */
  nearest(
    orgId: string,
    model: string,
    vector: Float32Array,
    query: Omit<SearchQuery, 'text'> & { readonly text?: string },
  ): Promise<readonly ChunkMatch[]>;
}
