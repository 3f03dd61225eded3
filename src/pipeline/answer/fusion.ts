import type { ChunkMatch } from '../../core/ports/chunk-index.ts';

/** As in Cormack, Clarke and Büttcher 2009: how little the first ranks differ. */
const CONSTANT = 60;

function placeOf({ documentId, ordinal }: ChunkMatch): string {
  return `${documentId} ${ordinal}`;
}

/** Fuses rankings by reciprocal rank; each match once, its score the sum of what each ranking gives it. */
export function fuse(rankings: readonly (readonly ChunkMatch[])[]): readonly ChunkMatch[] {
  const fused = new Map<string, ChunkMatch>();
  for (const ranking of rankings)
    ranking.forEach((match, rank) => {
      const before = fused.get(placeOf(match))?.score ?? 0;
      fused.set(placeOf(match), { ...match, score: before + 1 / (CONSTANT + rank + 1) });
    });
  return [...fused.values()].sort(
    (one, other) => other.score - one.score || one.path.localeCompare(other.path) || one.ordinal - other.ordinal,
  );
}

/** Puts the first matches in the order of their new scores, before all others, whose order stays. */
export function reordered(matches: readonly ChunkMatch[], scores: readonly number[]): readonly ChunkMatch[] {
  const first = matches.slice(0, scores.length).map((match, at) => ({ match, score: scores[at]! }));
  first.sort((one, other) => other.score - one.score);
  return [...first.map(({ match }) => match), ...matches.slice(scores.length)];
}
