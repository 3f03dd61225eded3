import type { Plan } from '../../core/plan.ts';

/** Message of a mirror commit: a sentence, the pages by name, trailers. Page titles cannot ping, close or skip anything. */
export function commitMessage(_facts: {
  readonly runId: string;
  readonly source: string;
  readonly plan: Plan;
  /** Titles of removed pages by id, where known. */
  readonly titles?: ReadonlyMap<string, string>;
}): string {
  throw new Error('Not written yet.');
}
