import type { PlannedSkip } from '../../core/plan.ts';
import type { Scope } from '../../core/scope.ts';
import type { RemotePage } from './facts.ts';

export interface Selection {
  readonly selected: readonly RemotePage[];
  readonly skipped: readonly PlannedSkip[];
  /** Ids that nobody chose. */
  readonly outside: readonly string[];
  /** Ids of which it cannot be said, since an ancestor that decides could not be read. */
  readonly unknown: readonly string[];
}

/** Which items the scope chooses. A page is restricted with any of its ancestors and excluded with an excluded one. */
export function selectPages(_scope: Scope, _remote: readonly RemotePage[]): Selection {
  throw new Error('Not written yet.');
}
