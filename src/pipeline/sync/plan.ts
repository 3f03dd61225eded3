import type { Plan } from '../../core/plan.ts';
import type { SyncFacts, SyncOutcome } from './facts.ts';

/** Decides what a run does. Pure: the same facts give the same plan. */
export function planSync(_facts: SyncFacts): SyncOutcome {
  throw new Error('Not written yet.');
}

/** The part of a plan that the guard never holds up: files whose pages became restricted leave at once. */
export function urgentPart(_plan: Plan): Plan {
  throw new Error('Not written yet.');
}
