import { setTimeout as rest } from 'node:timers/promises';

/** Pages that a run has to read for its changes to count as many. */
const MANY = 60;
/** Runs that follow each other leave this much time between them. Milliseconds. */
const GAP_MS = 500;
/** Longest that a part of the index is held back. Milliseconds. */
const MOST_MS = 10_000;
const LOOK_MS = 25;

let underWay = 0;
let until = 0;

/**
 * Does the work of a run that takes the changes of so many pages. While there are many, the index of this process is
 * held back: it would take the processor from the commit that it waits for.
 */
export async function withPrecedence<Value>(pages: number, work: () => Promise<Value>): Promise<Value> {
  if (pages < MANY) return work();
  underWay += 1;
  try {
    return await work();
  } finally {
    underWay -= 1;
    until = performance.now() + GAP_MS;
  }
}

/** Waits for a moment in which no run takes many changes, for ten seconds at most. */
export async function afterMany(): Promise<void> {
  const latest = performance.now() + MOST_MS;
  while ((underWay > 0 || performance.now() < until) && performance.now() < latest) await rest(LOOK_MS);
}
