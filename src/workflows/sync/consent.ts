import { createHash } from 'node:crypto';
import type { Plan, PlannedRemoval } from '../../core/plan.ts';
import { urgentPart } from '../../pipeline/sync/index.ts';
import type { GuardState } from '../connection-state.ts';

/** Removals that wait for an answer: what leaves at once in any case does not. */
export function waitingRemovals(plan: Plan): readonly PlannedRemoval[] {
  const urgent = new Set(urgentPart(plan).removals.map(({ pageId }) => pageId));
  return plan.removals.filter(({ pageId }) => !urgent.has(pageId));
}

/** Tells one set of pages from another, however many they are. */
export function removalsDigest(removals: readonly PlannedRemoval[]): string {
  const ids = removals.map(({ pageId }) => pageId).sort();
  return createHash('sha256').update(ids.join('\n')).digest('hex');
}

/**
 * Whether a person agreed to these removals. Consent is to the pages that were shown: to all of them or some of them
 * where each was named, and to exactly those where they were too many for that.
 */
export function isAgreed(approval: GuardState | null, plan: Plan): boolean {
  if (approval?.state !== 'approved') return false;
  const removals = waitingRemovals(plan);
  const { pages = [], digest } = approval;
  if (pages.length >= approval.removals) {
    const named = new Set(pages.map(({ pageId }) => pageId));
    return removals.every(({ pageId }) => named.has(pageId));
  }
  return digest !== undefined && digest === removalsDigest(removals);
}
