import { useSyncExternalStore } from 'react';

/** Whether the server can be reached, as the last requests and the event stream saw it. */
export type Reachability = 'reachable' | 'missing';

let state: Reachability = 'reachable';
const listeners = new Set<() => void>();
const healed = new Set<() => void>();

function become(next: Reachability): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
  if (next === 'reachable') for (const listener of healed) listener();
}

export function serverAnswered(): void {
  become('reachable');
}

export function serverMissing(): void {
  become('missing');
}

/** Calls back each time the server comes back; gives the way to stop. */
export function onHealed(listener: () => void): () => void {
  healed.add(listener);
  return () => healed.delete(listener);
}

export function useReachability(): Reachability {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
