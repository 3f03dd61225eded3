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
