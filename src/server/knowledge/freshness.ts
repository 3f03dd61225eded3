import type { Freshness } from '../../core/citation.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { Age } from './knowledge.ts';

export function isBehind(repository: TrackedRepository): boolean {
  return repository.headCommit !== null && repository.headCommit !== repository.indexedCommit;
}

/** How fresh the index of these repositories is. One that is behind counts once, whatever lies between. */
export function freshnessOf(repositories: readonly TrackedRepository[]): Freshness {
  const times = repositories.flatMap(({ indexedAt }) => indexedAt ?? []).sort();
  return { indexedAt: times.at(-1) ?? null, pendingCommits: repositories.filter(isBehind).length };
}

/** How fresh everything of an organization is. What was never swept is as old as can be: null. */
export async function ageOfAll(
  ports: Pick<Ports, 'repositories' | 'connections' | 'runs'>,
  orgId: string,
): Promise<Age> {
  const [repositories, connections] = await Promise.all([
    ports.repositories.list(orgId),
    ports.connections.list(orgId),
  ]);
  const mirrored = connections.filter(({ config }) => config.target != null);
  const swept = await Promise.all(mirrored.map(({ id }) => ports.runs.lastSweepAt(orgId, id)));
  const oldest = swept.includes(null) ? null : ([...swept].sort()[0] ?? null);
  return { ...freshnessOf(repositories), sweptAt: oldest };
}
