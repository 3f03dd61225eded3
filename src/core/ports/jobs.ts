import type { Provision, Target } from '../connection.ts';
import type { Run, RunKind } from '../run.ts';

/** Durable work that a request can start. Each call returns at once and is safe to repeat. */
export interface Jobs {
  /**
   * With a revision of the form the job starts only while the form is still at that one. Throws Problem
   * `saved-meanwhile` otherwise, also where another job was started in between.
   */
  provision(orgId: string, connectionId: string, formRevision?: number | null): Promise<Provision>;
  /** Opens or updates the pull request that carries the scope draft of the connection. */
  proposeScope(orgId: string, connectionId: string): Promise<void>;
  sync(orgId: string, connectionId: string, kind: RunKind): Promise<Run>;
  /** Brings the index of a repository to its newest known commit. */
  index(orgId: string, repositoryId: string): Promise<void>;
  disconnect(orgId: string, connectionId: string, options: { readonly files: 'keep' | 'remove' }): Promise<void>;
  /** Takes a mirror to another target. Throws Problem `move-under-way`. */
  moveMirror(
    orgId: string,
    connectionId: string,
    move: { readonly to: Target; readonly private: boolean; readonly files: 'keep' | 'remove' },
  ): Promise<void>;
  /** Says that events wait in the journal, or that a pull request or branch moved. */
  nudge(orgId: string, connectionId: string): Promise<void>;
}
