import type { Scope } from '../core/scope.ts';

/** Sentences that tell a person what changes from one scope to the next; none where nothing does. */
export function diffScope(_before: Scope | null, _after: Scope): readonly string[] {
  throw new Error('Not written yet.');
}
