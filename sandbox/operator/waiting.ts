import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until `look` gives something; throws with `what` when the time is over. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
  options: { readonly withinMs: number; readonly everyMs?: number },
): Promise<Value> {
  const deadline = Date.now() + options.withinMs;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${Math.round(options.withinMs / 1000)} s`);
    await sleep(options.everyMs ?? 150);
  }
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/** Repeats a call while the product is away: what a person at a browser does. A refusal is final. */
export async function patient<Value>(call: () => Promise<Value>): Promise<Value> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? Number(error.status) : 0;
      if ((status >= 400 && status < 500) || Date.now() > deadline) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
