import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { sourcePath } from './contract.ts';
import { http, orgPath } from './http.ts';
import type { ContentKind, LogLine, Run, Target } from './types.ts';

export function runsQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'run', connectionId, 'list'],
    queryFn: async ({ signal }) =>
      (
        await http.get<{ readonly items: readonly Run[] }>(
          orgPath(org, `${sourcePath}/runs`),
          { connectionId, limit: 50 },
          signal,
        )
      ).items,
  });
}

export interface RunDetail extends Run {
  readonly log: readonly LogLine[];
  readonly commitUrl: string | null;
  readonly cancelRequested: boolean;
}

export function runQuery(org: string, connectionId: string, runId: string) {
  return queryOptions({
    queryKey: ['org', org, 'run', connectionId, 'one', runId],
    queryFn: ({ signal }) =>
      http.get<RunDetail>(orgPath(org, `${sourcePath}/runs/${encodeURIComponent(runId)}`), { connectionId }, signal),
  });
}

export type PageState = 'mirrored' | 'skipped' | 'failed' | 'held' | 'pending' | 'removed';

export interface MirroredPage {
  readonly pageId: string;
  readonly spaceKey: string;
  readonly kind: ContentKind;
  readonly title: string;
  readonly version: number;
  readonly path: string | null;
  readonly state: PageState;
  readonly reason: string | null;
  readonly losses: number;
  readonly modifiedAt: string | null;
  readonly url: string | null;
}

export interface PagesQuery {
  readonly state: PageState | null;
  readonly text: string;
  readonly after: string | null;
}

export interface PageList {
  readonly items: readonly MirroredPage[];
  readonly next: string | null;
  readonly total: number;
}

export function pagesQuery(org: string, connectionId: string, query: PagesQuery) {
  return queryOptions({
    queryKey: ['org', org, 'run', connectionId, 'pages', query],
    queryFn: ({ signal }) =>
      http.get<PageList>(
        orgPath(org, `${sourcePath}/pages`),
        { connectionId, state: query.state, q: query.text, after: query.after, limit: 50 },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
}

export function retryPage(org: string, connectionId: string, pageId: string): Promise<unknown> {
  return http.post(orgPath(org, `${sourcePath}/pages/${encodeURIComponent(pageId)}/retry`), { connectionId });
}

export type SyncAction = 'start' | 'pause' | 'resume' | 'cancel';

export function steerSync(org: string, connectionId: string, action: SyncAction): Promise<unknown> {
  return http.post(orgPath(org, `${sourcePath}/sync`), { connectionId, action });
}

export interface GuardReview {
  readonly state: 'waiting' | 'approved' | null;
  readonly runId: string | null;
  readonly removals: number;
  readonly of: number;
  readonly pages: readonly {
    readonly pageId: string;
    readonly title: string;
    readonly path: string;
    readonly proof: string;
  }[];
}

export function guardQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'run', connectionId, 'guard'],
    queryFn: ({ signal }) => http.get<GuardReview>(orgPath(org, `${sourcePath}/guard`), { connectionId }, signal),
  });
}

export function decideGuard(org: string, connectionId: string, decision: 'approve' | 'reject'): Promise<unknown> {
  return http.post(orgPath(org, `${sourcePath}/guard`), { connectionId, decision });
}

export interface DisconnectPreview {
  readonly files: number;
  readonly target: Target | null;
  readonly runUnderWay: boolean;
  readonly provisionUnderWay: boolean;
  /** What becomes of the app; null where there is none. */
  readonly app: string | null;
  readonly appInstalled: boolean;
  readonly accountLinked: boolean;
  /** Where only a person can delete the app itself. */
  readonly appUrl: string | null;
}

export function disconnectPreviewQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'run', connectionId, 'disconnect-preview'],
    queryFn: ({ signal }) =>
      http.get<DisconnectPreview>(orgPath(org, `${sourcePath}/disconnect-preview`), { connectionId }, signal),
  });
}

export function disconnect(org: string, connectionId: string, files: 'keep' | 'remove'): Promise<unknown> {
  return http.delete(orgPath(org, sourcePath), { connectionId, files });
}
