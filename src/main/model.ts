import { createEmbedder, createReranker } from '../connectors/model/embedder.ts';
import { createWriter } from '../connectors/model/writer.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Embedder, Reranker } from '../core/roles/embedder.ts';
import type { Writer } from '../core/roles/writer.ts';
import { createHttp } from '../net/http.ts';
import type { Logger } from '../observe/log.ts';
import type { Settings } from './settings.ts';

/** What the provider of models is asked for; null where no model for that is configured. */
export interface Model {
  readonly writer: Writer | null;
  readonly embedder: Embedder | null;
  readonly reranker: Reranker | null;
  close(): void;
}

/** The models that the operator configured, which may run on this machine or beside it; null where none is. */
export function openModel(
  { environment }: Pick<Settings, 'environment'>,
  clock: Clock,
  log: Logger,
  version: string,
): Model | null {
  const { MODEL_PROVIDER_URL: url, MODEL_PROVIDER_API_KEY: apiKey = null } = environment;
  const { MODEL_CHAT_NAME: writer, MODEL_EMBEDDING_NAME: embedder, MODEL_RERANK_NAME: reranker } = environment;
  if (url === undefined) return null;
  const http = createHttp({
    userAgent: `ctxpipe/${version}`,
    now: () => clock.now(),
    sleep: clock.sleep,
    allowLoopback: true,
    privateHosts: [new URL(url).hostname],
    log: (line) => log.debug(line, 'called'),
  });
  return {
    writer: writer === undefined ? null : createWriter(http, { url, apiKey, name: writer }),
    embedder: embedder === undefined ? null : createEmbedder(http, { url, apiKey, name: embedder }),
    reranker: reranker === undefined ? null : createReranker(http, { url, apiKey, name: reranker }),
    close: () => http.close(),
  };
}
