import type { Preview } from '../../core/preview.ts';
import type { SyncOutcome } from './facts.ts';

/** The dry run of a plan, for people. */
export function previewOf(
  _outcome: SyncOutcome,
  _options: { readonly limit: number; readonly requests: number; readonly points: number },
): Preview {
  throw new Error('Not written yet.');
}
