import type { Scope } from '../core/scope.ts';

/** What is wrong, or doubtful, at one place of the scope file. Line and column are 1-based. */
export interface ScopeProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

export type ScopeReading =
  | { readonly ok: true; readonly scope: Scope; readonly warnings: readonly ScopeProblem[] }
  | { readonly ok: false; readonly problems: readonly ScopeProblem[] };

/**
 * Reads a scope file. Never throws: whatever the text holds, the answer names what is wrong and where.
 * With `source` a file that is written for another source is refused.
 */
export function parseScope(_text: string, _options: { readonly source?: string } = {}): ScopeReading {
  throw new Error('Not written yet.');
}
