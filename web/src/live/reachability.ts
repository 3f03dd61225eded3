import { useSyncExternalStore } from 'react';

/** How the server answers, as the last requests and the event stream saw it. */
export type Reachability = 'reachable' | 'slow' | 'missing';

const FIRST_LOOK_MS = 1000;
const LONGEST_LOOK_MS = 5000;
/** How long a look waits for an answer. */
const PATIENCE_MS = 5000;
/** A request that takes longer is said to. */
const LONG_MS = 8000;

let missing = false;
let looking: Promise<void> | null = null;
let late = 0;
const listeners = new Set<() => void>();
const healed = new Set<() => void>();

const state = (): Reachability => (missing ? 'missing' : late > 0 ? 'slow' : 'reachable');

function become(gone: boolean): void {
  if (missing === gone) return;
  missing = gone;
  for (const listener of listeners) listener();
  if (!gone) for (const listener of healed) listener();
}

async function isThere(): Promise<boolean> {
  try {
    // A proxy answers too where nothing stands behind it.
    return (await fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
  } catch {
    return false;
  }
}

/** Something did not arrive: looks whether the server is there, and again until it is; resolves then. */
export function doubtServer(): Promise<void> {
  looking ??= lookUntilThere();
  return looking;
}

async function lookUntilThere(): Promise<void> {
  for (let wait = FIRST_LOOK_MS; !(await isThere()); wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
    become(true);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  looking = null;
  become(false);
}

/** Says that a request takes long, until the function that it gives is called. */
export function expectAnswer(): () => void {
  let over = () => clearTimeout(timer);
  const timer = setTimeout(() => {
    count(1);
    over = () => count(-1);
  }, LONG_MS);
  return () => over();
}

function count(change: number): void {
  late += change;
  for (const listener of listeners) listener();
}

/** Calls back each time the server comes back; gives the way to stop. */
export function onHealed(listener: () => void): () => void {
  healed.add(listener);
  return () => healed.delete(listener);
}

/** Fetches a part of the page; where the server is gone it comes once that is back. */
export async function arriving<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch {
    await doubtServer();
    return load();
  }
}

export function useReachability(): Reachability {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, state);
}
