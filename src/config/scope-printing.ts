import type { Scope } from '../core/scope.ts';

/**
 * Text of the scope file. Comments and layout of `previous` stay where it can be read.
 * `parseScope(printScope(x))` gives x.
 */
export function printScope(_scope: Scope, _previous?: string | null): string {
  throw new Error('Not written yet.');
}
