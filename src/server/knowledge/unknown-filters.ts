import type { ChunkIndex } from '../../core/ports/chunk-index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { FilterName, UnknownFilter } from '../../core/unknown-filter.ts';
import type { SearchFilters } from './knowledge.ts';
import { repositoriesNamed } from './repository-names.ts';

type Asked = readonly (readonly [FilterName, readonly string[]])[];

function asked(filters: SearchFilters, repositories: readonly TrackedRepository[]): Asked {
  const { spaceKeys = [], labels = [], authors = [], kinds = [], pathPrefix = '', repositories: names = [] } = filters;
  const nameless = names.filter((name) => repositoriesNamed(repositories, [name]).length === 0);
  return [
    ['spaces', spaceKeys],
    ['labels', labels],
    ['repositories', nameless],
    ['path_prefix', pathPrefix === '' ? [] : [pathPrefix]],
    ['authors', authors],
    ['kinds', kinds],
  ];
}

/**
 * Filters with values that nothing has. Where something was found, a filter with one value has it, so that only those
 * with several are looked up: what is found in most searches costs nothing more.
 */
export async function unknownFilters(
  chunks: Pick<ChunkIndex, 'unknownFilter'>,
  orgId: string,
  filters: SearchFilters,
  { found, repositories = [] }: { readonly found: boolean; readonly repositories?: readonly TrackedRepository[] },
): Promise<{ readonly unknown?: readonly UnknownFilter[] }> {
  const doubtful = asked(filters, repositories).filter(([filter, values]) =>
    // Repositories are looked up already: all of these are unknown.
    found && filter !== 'repositories' ? values.length > 1 : values.length > 0,
  );
  const read = await Promise.all(doubtful.map(([filter, values]) => chunks.unknownFilter?.(orgId, filter, values)));
  const unknown = read.flatMap((one) => one ?? []);
  return unknown.length === 0 ? {} : { unknown };
}
