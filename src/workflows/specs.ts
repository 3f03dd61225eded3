import { defineWorkflowSpec } from './engine.ts';

/** A run of a mirror, opened in `runs` before the workflow starts. */
export interface SyncInput {
  readonly orgId: string;
  readonly connectionId: string;
  readonly runId: string;
}

export interface ConnectionInput {
  readonly orgId: string;
  readonly connectionId: string;
}

export interface ProposeInput extends ConnectionInput {
  /** A person asked, now; otherwise it is looked at what became of the proposal. */
  readonly asked: boolean;
}

export interface IndexInput {
  readonly orgId: string;
  readonly repositoryId: string;
}

export interface DisconnectInput extends ConnectionInput {
  readonly files: 'keep' | 'remove';
}

/** Where to stands on the connection; the key tells one move from the next. */
export type MoveInput = ConnectionInput;

type Ended = { readonly state: string };

/** Brings a mirror up to date. */
export const syncSpec = defineWorkflowSpec<SyncInput, Ended>({ name: 'sync', version: '1' });
/** Follows what happened in the repositories of a host: heads, merged proposals, edited scope files. */
export const followSpec = defineWorkflowSpec<SyncInput, Ended>({ name: 'follow-repositories', version: '1' });
/** Opens, updates or settles the pull request that carries a scope. */
export const proposeSpec = defineWorkflowSpec<ProposeInput, Ended>({ name: 'propose-scope', version: '1' });
/** Brings the index of a repository to its newest known commit. */
export const indexSpec = defineWorkflowSpec<IndexInput, Ended>({ name: 'index-repository', version: '1' });
/** Takes a mirror to another repository or branch. */
export const moveSpec = defineWorkflowSpec<MoveInput, Ended>({ name: 'move-mirror', version: '1' });
/** Takes a connection apart. */
export const disconnectSpec = defineWorkflowSpec<DisconnectInput, Ended>({ name: 'disconnect', version: '1' });
