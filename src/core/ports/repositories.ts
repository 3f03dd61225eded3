/** A repository that is indexed, whether it receives a mirror or not. */
export interface TrackedRepository {
  readonly id: string;
  readonly orgId: string;
  /** The repository host's connection. */
  readonly connectionId: string;
  /** Id at the host. */
  readonly remoteId: string;
  readonly fullName: string;
  readonly url: string;
  readonly branch: string;
  readonly headCommit: string | null;
  readonly indexedCommit: string | null;
  readonly indexedAt: string | null;
}

export interface Repositories {
  track(
    orgId: string,
    fields: {
      readonly connectionId: string;
      readonly remoteId: string;
      readonly fullName: string;
      readonly url: string;
      readonly branch: string;
    },
  ): Promise<TrackedRepository>;
  get(orgId: string, id: string): Promise<TrackedRepository | null>;
  findByRemote(connectionId: string, remoteId: string): Promise<TrackedRepository | null>;
  list(orgId: string): Promise<readonly TrackedRepository[]>;
  /** Repositories of every organization whose head is not indexed yet, for the dispatcher. */
  behind(): Promise<readonly TrackedRepository[]>;
  setHead(orgId: string, id: string, commit: string): Promise<void>;
  setIndexed(orgId: string, id: string, commit: string): Promise<void>;
  untrack(orgId: string, id: string): Promise<void>;
}
