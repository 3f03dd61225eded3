import type { Freshness } from '../../core/citation.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';

export function isBehind(repository: TrackedRepository): boolean {
  return repository.headCommit !== null && repository.headCommit !== repository.indexedCommit;
}

/** How fresh the index of these repositories is. One that is behind counts once, whatever lies between. */
export function freshnessOf(repositories: readonly TrackedRepository[]): Freshness {
  const times = repositories.flatMap(({ indexedAt }) => indexedAt ?? []).sort();
  return { indexedAt: times.at(-1) ?? null, pendingCommits: repositories.filter(isBehind).length };
}
