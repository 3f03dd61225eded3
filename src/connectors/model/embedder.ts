import { z } from 'zod';
import { Problem } from '../../core/problem.ts';
import type { Embedder, Reranker } from '../../core/roles/embedder.ts';
import type { Http } from '../../net/request.ts';
import type { ModelSettings } from './writer.ts';

const EMBED_MS = 60_000;
const RERANK_MS = 10_000;
const TRIES = 3;
/** A chunk has some 1,200 characters; what a model does not take is cut by it or by us. */
const LONGEST_TEXT = 8_000;
const MOST_DIMENSIONS = 8_192;

/** The fields that are read (OpenAI API reference, "Create embeddings"). */
const embeddings = z.object({
  data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()).min(1).max(MOST_DIMENSIONS) })),
});
/** The fields that are read (Cohere and Jina API references, "Rerank"). */
const ranking = z.object({
  results: z.array(z.object({ index: z.number().int(), relevance_score: z.number() })),
});

function unusable(what: string, status: number, variable: string): Problem {
  return new Problem({
    code: 'model-answer',
    message: `The model answered ${status} without ${what}.`,
    status: 502,
    hint: `Check MODEL_PROVIDER_URL and ${variable}.`,
  });
}

/** Calls one route of the provider. Repeating a call is harmless: nothing changes there. */
async function post(http: Http, { url, apiKey }: ModelSettings, path: string, body: object, call: Call) {
  return http.request({
    lane: 'model',
    url: `${url}${path}`,
    method: 'POST',
    idempotent: true,
    tries: call.tries,
    ...(apiKey && { authorize: async () => `Bearer ${apiKey.reveal()}` }),
    body,
    expect: 'json',
    timeoutMs: call.timeoutMs,
    ...(call.signal && { signal: call.signal }),
  });
}

interface Call {
  readonly timeoutMs: number;
  readonly tries: number;
  readonly signal?: AbortSignal | undefined;
}

/** Vectors by the interface that OpenAI has, as most servers of models offer it. */
export function createEmbedder(http: Http, settings: ModelSettings): Embedder {
  return {
    model: settings.name,
    async embed(texts, signal) {
      const input = texts.map((text) => text.slice(0, LONGEST_TEXT));
      const body = { model: settings.name, input, encoding_format: 'float' };
      const answer = await post(http, settings, '/embeddings', body, { timeoutMs: EMBED_MS, tries: TRIES, signal });
      const read = embeddings.safeParse(answer.status < 300 ? answer.body : null);
      const vectors: Float32Array[] = [];
      for (const { index, embedding } of read.success ? read.data.data : [])
        vectors[index] = Float32Array.from(embedding);
      const length = vectors[0]?.length ?? 0;
      const usable = texts.every((_, at) => vectors[at]?.length === length && vectors[at].every(Number.isFinite));
      if (!usable || vectors.length !== texts.length)
        throw unusable('a vector for each text', answer.status, 'MODEL_EMBEDDING_NAME');
      return vectors;
    },
  };
}

/** Scores by `POST /rerank`, as Cohere, Jina and servers of models beside them have it. */
export function createReranker(http: Http, settings: ModelSettings): Reranker {
  return {
    async rerank(question, texts, signal) {
      const documents = texts.map((text) => text.slice(0, LONGEST_TEXT));
      const body = { model: settings.name, query: question, documents, top_n: documents.length };
      const answer = await post(http, settings, '/rerank', body, { timeoutMs: RERANK_MS, tries: 1, signal });
      const read = ranking.safeParse(answer.status < 300 ? answer.body : null);
      const scores = new Map(
        (read.success ? read.data.results : []).map(({ index, relevance_score: score }) => [index, score]),
      );
      if (texts.some((_, at) => !scores.has(at)))
        throw unusable('a score for each text', answer.status, 'MODEL_RERANK_NAME');
      return texts.map((_, at) => scores.get(at)!);
    },
  };
}
