import type { HealthPage, SignedPage } from '../../core/ports/wiki-health.ts';
import { type DraftFinding, named } from './draft.ts';

/** Share of word sequences from which on two pages say the same. */
const ALIKE = 0.75;
const MOST_SHOWN = 6;

/** Share of word sequences that two texts have in common, estimated from their signatures. */
export function likeness(one: readonly number[], other: readonly number[]): number {
  // The last hash is that of the whole text.
  const least = one.slice(0, -1);
  return least.length === 0 ? 0 : least.filter((value, at) => value === other[at]).length / least.length;
}

function modified(page: HealthPage): string {
  return page.source?.modifiedAt ?? '';
}

/** Joins pairs that share a page into groups. */
function groupsOf(pairs: readonly (readonly [SignedPage, SignedPage])[]): readonly (readonly SignedPage[])[] {
  const groupOf = new Map<string, Set<string>>();
  const pages = new Map<string, SignedPage>();
  for (const pair of pairs) {
    const ids = pair.map((one) => one.page.documentId);
    for (const one of pair) pages.set(one.page.documentId, one);
    const joined = new Set(ids.flatMap((id) => [id, ...(groupOf.get(id) ?? [])]));
    for (const id of joined) groupOf.set(id, joined);
  }
  return [...new Set(groupOf.values())].map((ids) => [...ids].map((id) => pages.get(id)!));
}

/** Groups of pages that say the same or nearly so: one finding a group, about the page that was edited first. */
export function duplicates(pairs: readonly (readonly [SignedPage, SignedPage])[]): readonly DraftFinding[] {
  const alike = pairs.filter(([one, other]) => likeness(one.signature, other.signature) >= ALIKE);
  return groupsOf(alike).map((group) => {
    const sorted = [...group].sort(
      (one, other) =>
        modified(one.page).localeCompare(modified(other.page)) || one.page.path.localeCompare(other.page.path),
    );
    const oldest = sorted[0]!;
    const newest = sorted.at(-1)!;
    const share = likeness(oldest.signature, newest.signature);
    const others = sorted.length > 2 ? ` and ${sorted.length - 2} more` : '';
    const isSame = oldest.signature.at(-1) === newest.signature.at(-1);
    const percent = Math.min(99, Math.round(share * 100));
    const says = isSame ? 'says the same as' : `says nearly the same as (${percent} %)`;
    return {
      kind: 'duplicate',
      rule: isSame ? 'same-text' : 'near-same-text',
      page: oldest.page,
      subject: '',
      what: `${named(oldest.page.title)} ${says} ${named(newest.page.title)}${others}.`,
      fix: 'Keep one of them and let the others link to it.',
      evidence: [oldest, ...sorted.slice(1).reverse()]
        .slice(0, MOST_SHOWN)
        .map(({ page }) => ({ at: { kind: 'common', page } })),
      weight: share * 1_000 + sorted.length,
    };
  });
}
