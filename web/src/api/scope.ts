import { queryOptions } from '@tanstack/react-query';
import { sourcePath } from './contract.ts';
import { http, orgPath } from './http.ts';
import type { Listing, Preview, Scope, ScopeState, Space, TreeItem } from './types.ts';

export function scopeQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'connection', connectionId, 'scope'],
    queryFn: ({ signal }) => http.get<ScopeState>(orgPath(org, `${sourcePath}/config`), { connectionId }, signal),
  });
}

export function saveScope(org: string, connectionId: string, scope: Scope): Promise<ScopeState> {
  return http.patch(orgPath(org, `${sourcePath}/config`), { connectionId, scope });
}

export function proposeScope(org: string, connectionId: string): Promise<ScopeState> {
  return http.post(orgPath(org, `${sourcePath}/proposal`), { connectionId });
}

/** Counts what a scope would bring. It may read for minutes, so nothing but its own button asks for it again. */
export function previewQuery(org: string, connectionId: string, scope: Scope) {
  return queryOptions({
    queryKey: ['dry-run', org, connectionId, scope],
    queryFn: () => http.post<Preview>(orgPath(org, `${sourcePath}/preview`), { connectionId, scope }),
    staleTime: 60_000,
    retry: false,
  });
}

export function listSpaces(org: string, connectionId: string, cursor: string | null): Promise<Listing<Space>> {
  return http.get(orgPath(org, `${sourcePath}/available-spaces`), { connectionId, cursor });
}

export function listChildren(
  org: string,
  connectionId: string,
  of: { readonly spaceKey: string; readonly parentId: string | null; readonly cursor: string | null },
): Promise<Listing<TreeItem>> {
  return http.get(orgPath(org, `${sourcePath}/available-spaces/${encodeURIComponent(of.spaceKey)}/pages`), {
    connectionId,
    parentId: of.parentId,
    cursor: of.cursor,
  });
}

export function searchSpace(
  org: string,
  connectionId: string,
  spaceKey: string,
  text: string,
): Promise<{ readonly items: readonly TreeItem[] }> {
  return http.get(orgPath(org, `${sourcePath}/available-spaces/${encodeURIComponent(spaceKey)}/search`), {
    connectionId,
    q: text,
  });
}
