import { queryOptions } from '@tanstack/react-query';
import { sourcePath } from './contract.ts';
import { http, orgPath } from './http.ts';
import type { ProvisionStatus, Target } from './types.ts';

/** Changes to a connection that stands: another repository, another app. */

export interface MoveInput {
  readonly connectionId: string;
  /** Without a branch: the default one. */
  readonly target: { readonly connectionId: string; readonly repositoryId: string; readonly branch?: string };
  /** Full name of a repository that everybody can read, typed by the person. */
  readonly confirmPublic?: string;
}

export interface MovePreview {
  readonly from: Target;
  readonly to: Target;
  readonly files: number;
  readonly public: boolean;
  readonly does: readonly string[];
}

export function previewMove(org: string, input: MoveInput): Promise<MovePreview> {
  return http.post(orgPath(org, `${sourcePath}/target/move-preview`), input);
}

export function moveMirror(org: string, input: MoveInput & { readonly files: 'keep' | 'remove' }): Promise<unknown> {
  return http.post(orgPath(org, `${sourcePath}/target/move`), input);
}

export interface StartOverPreview {
  readonly appId: string;
  readonly uninstalls: boolean;
  readonly appUrl: string;
  readonly does: readonly string[];
  /** What has to be typed. */
  readonly confirm: string;
}

export function startOverQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'connection', connectionId, 'start-over'],
    queryFn: ({ signal }) =>
      http.get<StartOverPreview>(orgPath(org, `${sourcePath}/start-over`), { connectionId }, signal),
    retry: false,
  });
}

export function startOver(org: string, connectionId: string, confirm: string): Promise<ProvisionStatus> {
  return http.post(orgPath(org, `${sourcePath}/start-over`), { connectionId, confirm });
}
