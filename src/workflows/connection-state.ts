import type { Connection, Json, Target } from '../core/connection.ts';
import { Problem } from '../core/problem.ts';
import type { Scope } from '../core/scope.ts';

/** A scope file on the target branch that cannot be used; the last good scope stays in force. */
export interface ScopeProblemState {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly commit: string;
}

export interface ProposalState {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'edited' | 'declined' | 'merged';
  /** Hash of the scope that was proposed, however the file on the target branch lays it out. Absent: not known. */
  readonly draftHash?: string;
  readonly branch: string;
  readonly hash: string;
  /** Commit that we pushed to the branch. */
  readonly commit?: string;
}

export interface FirstSyncState {
  readonly state: 'running' | 'succeeded' | 'failed' | 'stopped-by-guard';
  readonly runId: string;
}

/** Review of a mass deletion. */
export interface GuardState {
  readonly state: 'waiting' | 'approved';
  readonly runId: string;
  readonly removals: number;
  readonly of: number;
  /** Which pages these are, as `removalsDigest` says it; absent in what was saved before. */
  readonly digest?: string;
  /** Pages whose files would go, as far as they are named; absent in what was saved before. */
  readonly pages?: readonly {
    readonly pageId: string;
    readonly title: string;
    readonly path: string;
    readonly proof: string;
  }[];
}

/** Where the mirror is published while the target branch takes pull requests only. */
export interface MirrorPullRequest {
  readonly number: number;
  readonly url: string;
  readonly branch: string;
}

function objectAt<Shape>(connection: Connection, key: string): Shape | null {
  const value = connection.config[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as unknown as Shape) : null;
}

export function textAt(connection: Connection, key: string): string | null {
  const value = connection.config[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A value of ours as JSON of the connection's row. */
export function asJson(value: object | null): Json {
  return value as unknown as Json;
}

export const targetOf = (connection: Connection) => objectAt<Target>(connection, 'target');
export const scopeInForce = (connection: Connection) => objectAt<Scope>(connection, 'scope');
export const scopeDraftOf = (connection: Connection) => objectAt<Scope>(connection, 'scopeDraft');
export const scopeProblemOf = (connection: Connection) => objectAt<ScopeProblemState>(connection, 'scopeProblem');
export const proposalOf = (connection: Connection) => objectAt<ProposalState>(connection, 'proposal');
export const firstSyncOf = (connection: Connection) => objectAt<FirstSyncState>(connection, 'firstSync');
export const guardOf = (connection: Connection) => objectAt<GuardState>(connection, 'guard');
export const mirrorPullRequestOf = (connection: Connection) =>
  objectAt<MirrorPullRequest>(connection, 'mirrorPullRequest');

export function isPaused(connection: Connection): boolean {
  const { paused, disconnecting, moving } = connection.config;
  return paused === true || disconnecting === true || Boolean(moving);
}

/** Folder of a connection's mirror in its repository: the connector id of its source. */
export function mirrorRootOf(connection: Connection): string {
  return connection.connector;
}

/** The target, or Problem `no-target`. */
export function requireTarget(connection: Connection): Target {
  const target = targetOf(connection);
  if (target) return target;
  throw new Problem({
    code: 'no-target',
    message: 'No repository is chosen for this mirror.',
    status: 409,
    hint: 'Choose the target repository in the setup.',
  });
}

export function connectionGone(): Problem {
  return new Problem({ code: 'connection-gone', message: 'The connection was removed.', status: 404 });
}
