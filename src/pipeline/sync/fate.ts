import type { PlannedHold, RemovalProof, SkipReason } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { SyncFacts } from './facts.ts';
import type { Verdict } from './selection.ts';

/** What becomes of an item. `keep`: nothing new is known of it. */
export type Fate =
  | { readonly kind: 'mirror' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly proof: RemovalProof }
  | { readonly kind: 'drop'; readonly proof: RemovalProof }
  | { readonly kind: 'hold'; readonly reason: PlannedHold['reason']; readonly absences: number };

const PROOF: Readonly<Record<SkipReason, RemovalProof>> = {
  restricted: 'restricted',
  archived: 'archived',
  excluded: 'out-of-scope',
  'personal-space': 'out-of-scope',
  unsupported: 'out-of-scope',
};

const MIRROR: Fate = { kind: 'mirror' };
const KEEP: Fate = { kind: 'keep' };

/** Complete listings of a space, one after another, that have to miss a page before its file goes. */
const ABSENCES_THAT_PROVE = 2;

const hold = (reason: PlannedHold['reason'], absences: number): Fate => ({ kind: 'hold', reason, absences });

/** What a reading or the scope decides on its own, wherever the page was listed. null: neither does. */
function decided(id: string, verdict: Verdict, facts: SyncFacts): Fate | null {
  const seen = facts.confirmed.get(id);
  if (seen === 'trashed' || seen === 'deleted' || verdict === 'gone') return { kind: 'drop', proof: 'confirmed-gone' };
  if (verdict === 'outside') return { kind: 'drop', proof: 'out-of-scope' };
  if (verdict === 'selected' || verdict === 'unknown' || verdict === 'undisclosed') {
    const leaves = seen === 'archived' && facts.scope.archivedPages !== true;
    return leaves ? { kind: 'skip', reason: 'archived', proof: 'archived' } : null;
  }
  return { kind: 'skip', reason: verdict, proof: PROOF[verdict] };
}

/** Fate of an item that was read in this run. */
export function fateOfRead(id: string, verdict: Verdict, facts: SyncFacts): Fate {
  const fate = decided(id, verdict, facts);
  if (fate !== null) return fate;
  if (verdict === 'unknown') return hold('container-unknown', 0);
  if (verdict === 'undisclosed') return hold('restriction-unknown', 0);
  return facts.failed.has(id) ? hold('read-failed', 0) : MIRROR;
}

/**
 * Whether a skip rests on an earlier reading alone and has no file, so that a complete listing without the page
 * ends it: what is remembered of it would show in links of others, where a first run knows nothing of it.
 */
function isStaleSkip(fate: Fate, row: LedgerPage): fate is Extract<Fate, { kind: 'skip' }> {
  return fate.kind === 'skip' && row.path === null;
}

function fateOfAbsent(row: LedgerPage, facts: SyncFacts): Fate {
  const seen = facts.confirmed.get(row.pageId);
  if (seen === 'present' || seen === 'archived') return hold('listing-incomplete', 0);
  const absences = row.absences + 1;
  if (absences >= ABSENCES_THAT_PROVE) return { kind: 'drop', proof: 'absent-twice' };
  return hold(seen === 'hidden' ? 'hidden' : 'absent-once', absences);
}

/**
 * Fate of an item that the ledger knows and that was not read in this run. Only a complete listing of its
 * own space counts against it; a failure and a space that cannot be seen never do.
 */
export function fateOfUnread(row: LedgerPage, verdict: Verdict, facts: SyncFacts): Fate {
  const listing = facts.listings.get(row.spaceKey) ?? 'not-listed';
  const fate = decided(row.pageId, verdict, facts);
  if (fate !== null)
    return isStaleSkip(fate, row) && listing === 'complete' ? { kind: 'drop', proof: fate.proof } : fate;
  const seen = facts.confirmed.get(row.pageId);
  if (facts.failed.has(row.pageId) || seen === 'failed') return hold('read-failed', row.absences);
  if (listing === 'absent') return hold('container-unknown', row.absences);
  if (listing === 'incomplete') return hold('listing-incomplete', row.absences);
  if (listing === 'not-listed') return seen === 'hidden' ? hold('hidden', row.absences) : KEEP;
  return fateOfAbsent(row, facts);
}
