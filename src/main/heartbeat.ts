import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Workers } from '../core/ports/workers.ts';
import type { Logger } from '../observe/log.ts';

const EVERY_MS = 15_000;

/** Says on and on that this process works; gives what ends that. */
export function startHeartbeat(workers: Workers, version: string, log: Logger): () => Promise<void> {
  const id = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const beat = (): void => {
    workers.beat({ id, version }).catch((error: unknown) => {
      log.debug({ problem: String(error) }, 'no sign of life could be given');
    });
  };
  beat();
  const timer = setInterval(beat, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await workers.leave(id).catch(() => undefined);
  };
}
