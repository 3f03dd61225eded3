import { queryOptions } from '@tanstack/react-query';
import { http, orgPath } from './http.ts';

/** A repository that is indexed. */
export interface TrackedRepository {
  readonly id: string;
  readonly connectionId: string;
  readonly remoteId: string;
  readonly fullName: string;
  readonly url: string;
  readonly branch: string;
  readonly headCommit: string | null;
  readonly indexedCommit: string | null;
  readonly indexedAt: string | null;
}

export function trackedQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'index', 'repositories'],
    queryFn: ({ signal }) => http.get<readonly TrackedRepository[]>(orgPath(org, '/repositories'), undefined, signal),
  });
}

export interface Source {
  readonly repository: string;
  readonly branch: string;
  readonly mirrors: readonly { readonly connector: string; readonly spaces: readonly string[] }[];
}

export function sourcesQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'index', 'sources'],
    queryFn: async ({ signal }) =>
      (await http.get<{ readonly sources: readonly Source[] }>(orgPath(org, '/sources'), undefined, signal)).sources,
  });
}

export function trackRepository(
  org: string,
  fields: { readonly connectionId: string; readonly repositoryId: string; readonly branch?: string },
): Promise<TrackedRepository> {
  return http.post(orgPath(org, '/repositories'), fields);
}

export function untrackRepository(org: string, id: string): Promise<unknown> {
  return http.delete(orgPath(org, `/repositories/${encodeURIComponent(id)}`));
}
