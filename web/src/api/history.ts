import { queryOptions } from '@tanstack/react-query';
import { sourcePath } from './contract.ts';
import { http, orgPath } from './http.ts';

/** One state of a mirrored file, as its commit left it. */
export interface FileVersion {
  readonly commit: string;
  readonly at: string;
  readonly subject: string;
  readonly path: string;
  readonly version: number | null;
  readonly removed: boolean;
  readonly fileUrl: string | null;
  readonly commitUrl: string;
}

export interface PageHistory {
  readonly path: string;
  readonly repository: string;
  readonly items: readonly FileVersion[];
}

const pagePath = (org: string, pageId: string, what: string) =>
  orgPath(org, `${sourcePath}/pages/${encodeURIComponent(pageId)}/${what}`);

export function pageHistoryQuery(org: string, connectionId: string, pageId: string) {
  return queryOptions({
    queryKey: ['org', org, 'run', connectionId, 'page-history', pageId],
    queryFn: ({ signal }) => http.get<PageHistory>(pagePath(org, pageId, 'history'), { connectionId }, signal),
    retry: false,
  });
}

export interface FileState {
  readonly commit: string;
  readonly path: string;
  readonly version: number | null;
  readonly text: string;
}

export interface FileDifference {
  readonly from: FileState | null;
  readonly to: FileState | null;
  readonly truncated: boolean;
}

/** `from` null: nothing, so that all of `to` is new. */
export function fileDifferenceQuery(
  org: string,
  connectionId: string,
  pageId: string,
  commits: { readonly from: string | null; readonly to: string },
) {
  return queryOptions({
    queryKey: ['org', org, 'static', connectionId, 'difference', pageId, commits],
    queryFn: ({ signal }) =>
      http.get<FileDifference>(pagePath(org, pageId, 'difference'), { connectionId, ...commits }, signal),
    // Commits never change.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface RunChange {
  readonly change: 'added' | 'modified' | 'renamed' | 'removed';
  readonly path: string;
  readonly from: string | null;
  readonly page: {
    readonly id: string;
    readonly title: string;
    readonly url: string;
    readonly version: number;
  } | null;
  readonly fileUrl: string | null;
}

/** Asked for once the run has a commit; what a commit changed stays so. */
export function runChangesQuery(
  org: string,
  connectionId: string,
  run: { readonly id: string; readonly commit: string | null },
) {
  return queryOptions({
    queryKey: ['org', org, 'static', connectionId, 'changes', run.id, run.commit],
    queryFn: ({ signal }) =>
      http.get<{ readonly items: readonly RunChange[]; readonly more: number }>(
        orgPath(org, `${sourcePath}/runs/${encodeURIComponent(run.id)}/changes`),
        { connectionId },
        signal,
      ),
    enabled: run.commit !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
