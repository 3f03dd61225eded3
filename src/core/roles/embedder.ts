/** Turns texts into vectors whose nearness says how near their meanings are. Throws Problem. */
export interface Embedder {
  /** Vectors of different models are never compared. */
  readonly model: string;
  /** One vector a text, in their order, all of one length. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
}

/** Says how well each text answers a question. Throws Problem. */
export interface Reranker {
  /** One score a text, in their order; only their order counts. */
  rerank(question: string, texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]>;
}
