import type { Clock } from '../core/ports/clock.ts';
import type { Ports } from '../core/ports/index.ts';
import { toProblem } from '../core/problem.ts';
import type { Embedder } from '../core/roles/embedder.ts';
import type { WorkLog } from './context.ts';

export interface EmbeddingOptions {
  readonly ports: Required<Pick<Ports, 'embeddings'>> & Pick<Ports, 'locks'>;
  readonly embedder: Embedder;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<WorkLog, 'info' | 'warn'>;
  /** Milliseconds between two looks. Default 3,000. */
  readonly everyMs?: number;
}

const TEXTS_A_CALL = 64;
/** After a failure the provider is left alone for so long. Milliseconds. */
const REST_MS = 30_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Embeds texts that have no vector yet, a batch at a time; what is saved is never embedded again. Gives their number. */
export async function embedMissing({ ports, embedder }: Pick<EmbeddingOptions, 'ports' | 'embedder'>): Promise<number> {
  const held = await ports.locks.tryExclusive('embeddings', async () => {
    const texts = await ports.embeddings.missing(embedder.model, TEXTS_A_CALL);
    if (texts.length === 0) return 0;
    const vectors = await embedder.embed(texts.map(({ text }) => text));
    await ports.embeddings.save(
      embedder.model,
      texts.map(({ orgId, hash }, at) => ({ orgId, hash, vector: vectors[at]! })),
    );
    return texts.length;
  });
  return held.state === 'done' ? held.value : 0;
}

/** The loop of a worker that keeps vectors up with the index. The index itself never waits for it. */
export function createEmbedding(options: EmbeddingOptions): { start(): void; stop(): Promise<void> } {
  const { ports, embedder, clock, log, everyMs = 3_000 } = options;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let under: Promise<void> = Promise.resolve();
  let prunedAt = clock.now();

  const look = async (): Promise<number> => {
    try {
      while (!stopped && (await embedMissing(options)) > 0);
      if (clock.now() - prunedAt > PRUNE_EVERY_MS) {
        prunedAt = clock.now();
        await ports.embeddings.prune(embedder.model);
      }
      return everyMs;
    } catch (error) {
      const { code, message } = toProblem(error);
      log.warn({ code, problem: message }, 'texts wait for their vectors: words alone find them');
      return REST_MS;
    }
  };
  const next = (ms: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      under = look().then(next);
    }, ms);
  };
  return {
    start: () => next(0),
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await under;
    },
  };
}
