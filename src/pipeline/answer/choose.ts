import type { ChunkMatch } from '../../core/ports/chunk-index.ts';

function overlaps(one: ChunkMatch, other: ChunkMatch): boolean {
  return one.documentId === other.documentId && one.startLine <= other.endLine && other.startLine <= one.endLine;
}

/** What two passages have in common when spaces and letter case do not count. */
function bodyOf(match: ChunkMatch): string {
  return match.text.replace(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * The order in which matches are handed out: the best of each document by score, then the second of each,
 * and so on. The same text twice, or lines that are already there, are left out.
 */
export function inTurn(matches: readonly ChunkMatch[]): readonly ChunkMatch[] {
  const turns: ChunkMatch[][] = [];
  const perDocument = new Map<string, ChunkMatch[]>();
  const bodies = new Set<string>();
  for (const match of matches) {
    const before = perDocument.get(match.documentId) ?? [];
    const body = bodyOf(match);
    if (bodies.has(body) || before.some((other) => overlaps(other, match))) continue;
    bodies.add(body);
    const turn = before.length;
    perDocument.set(match.documentId, [...before, match]);
    turns[turn] = [...(turns[turn] ?? []), match];
  }
  return turns.flat();
}
