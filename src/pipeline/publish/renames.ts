import type { TreeChange } from '../../core/mirror-file.ts';

type Rename = Extract<TreeChange, { kind: 'rename' }>;

/** Renames along one chain, so that each target is free, or about to be removed, when its turn comes. */
function follow(start: Rename, byFrom: ReadonlyMap<string, Rename>, done: Set<string>): readonly Rename[] {
  const chain: Rename[] = [];
  for (let at: Rename | undefined = start; at !== undefined && !done.has(at.from); at = byFrom.get(at.to)) {
    done.add(at.from);
    chain.push(at);
  }
  return chain.reverse();
}

/**
 * Renames in an order in which each can be carried out after the other, and, between two changes of
 * another kind, also all at once. Where paths swap, one file of the circle waits at a free path; the removal
 * between the two halves removes nothing that stands, it only keeps them apart.
 */
export function orderRenames(renames: readonly Rename[], freePath: (index: number) => string): readonly TreeChange[] {
  const byFrom = new Map(renames.map((rename) => [rename.from, rename]));
  const targets = new Set(renames.map((rename) => rename.to));
  const done = new Set<string>();
  // Chains begin where nothing moves in; each ends at a path that nothing leaves.
  const chains = renames.filter((rename) => !targets.has(rename.from)).flatMap((start) => follow(start, byFrom, done));
  const away: TreeChange[] = [];
  const apart: TreeChange[] = [];
  const back: TreeChange[] = [];
  for (const rename of renames) {
    if (done.has(rename.from)) continue;
    const circle = follow(rename, byFrom, done);
    const last = circle.at(-1)!;
    const place = freePath(away.length);
    away.push({ kind: 'rename', from: last.from, to: place });
    apart.push({ kind: 'remove', path: last.from });
    back.push(...circle.slice(0, -1), { kind: 'rename', from: place, to: last.to });
  }
  return [...chains, ...away, ...apart, ...back];
}
