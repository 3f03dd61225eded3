import type { TreeChange } from '../mirror-file.ts';

export interface Repository {
  /** Id at the host: survives renames and transfers. */
  readonly id: string;
  readonly fullName: string;
  readonly url: string;
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly archived: boolean;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly headBranch: string;
  readonly headCommit: string;
  readonly mergeCommit: string | null;
}

export interface CommitRequest {
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly changes: Iterable<TreeChange> | AsyncIterable<TreeChange>;
  /** Commit the changes stand on; null starts a history. */
  readonly parent: string | null;
  /** Commits that come before this one, in the same step. */
  readonly before?: EarlierCommits;
}

/** What is committed first: a change of places, then states of files by whoever made them. */
export interface EarlierCommits {
  /** Renames and removals; nothing is committed where there are none. */
  readonly places: { readonly message: string; readonly changes: readonly TreeChange[] };
  /** In any order; each that changes its file becomes a commit, in the order of their times. */
  readonly states: Iterable<AuthoredFile> | AsyncIterable<AuthoredFile>;
}

/** One state of a file, by one author. */
export interface AuthoredFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly message: string;
  /** ISO 8601, UTC: when the author wrote it. Of two at the same time the one that was given first comes first. */
  readonly at: string;
  readonly author: { readonly name: string; readonly email: string };
}

export type PushResult =
  | { readonly state: 'pushed' }
  /** Somebody else moved the branch: fetch, plan again, try again. */
  | { readonly state: 'moved' }
  /** The branch takes pull requests only. */
  | { readonly state: 'protected'; readonly message: string };

export interface TreeEntry {
  readonly path: string;
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
}

/** One state of a file in its history. */
export interface FileVersion {
  readonly commit: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** First line of the commit's message. */
  readonly subject: string;
  /** Path at that commit. */
  readonly path: string;
  /** null: the commit removed the file. */
  readonly blob: string | null;
}

/** What one commit did to one file. */
export interface CommittedChange {
  readonly change: 'added' | 'modified' | 'renamed' | 'removed';
  readonly path: string;
  /** Path before; null unless renamed. */
  readonly from: string | null;
  /** Blob after; of a removed file the one before. */
  readonly blob: string;
}

/** A local bare clone of one repository; native Git underneath, one at a time per repository. */
export interface GitMirror {
  /**
   * Brings the branch here; null when the branch (or the whole repository) is empty. With `seenWithinMs` a head that
   * this process fetched or pushed at most so many milliseconds ago does, and the host is not asked.
   */
  fetch(branch: string, options?: { readonly seenWithinMs: number }): Promise<string | null>;
  /** Every file below `prefix` at a commit. Links and submodules are left out. */
  readTree(commit: string, prefix: string): Promise<readonly TreeEntry[]>;
  readFile(commit: string, path: string): Promise<Uint8Array | null>;
  /** Contents in the order asked for. */
  readBlobs(blobs: readonly string[]): AsyncIterable<{ readonly blob: string; readonly content: Uint8Array }>;
  /** Makes a commit here, not yet pushed. null: the changes change nothing. Files are never executable and never links. */
  commit(request: CommitRequest): Promise<string | null>;
  push(request: {
    readonly branch: string;
    readonly commit: string;
    readonly expected: string | null;
  }): Promise<PushResult>;
  /** Files that differ between two commits; null as `from` gives all of `to`. */
  diff(
    from: string | null,
    to: string,
  ): Promise<
    readonly {
      readonly path: string;
      readonly change: 'added' | 'modified' | 'removed';
      readonly blob: string | null;
    }[]
  >;
  /** Messages of the newest commits of `commit`, newest first. */
  log(
    commit: string,
    limit: number,
  ): Promise<readonly { readonly commit: string; readonly message: string; readonly at: string }[]>;
  /** Newest states of a file as `commit` has it, newest first, followed back through renames. */
  history(commit: string, path: string, limit: number): Promise<readonly FileVersion[]>;
  /**
   * When files last changed, by path, as far back as the newest `limit` commits go that `to` has and `from` has not
   * (null: all of its history). ISO 8601, UTC. Paths that are gone may be among them.
   */
  lastChanges(from: string | null, to: string, limit: number): Promise<ReadonlyMap<string, string>>;
  /** What a commit changed against its first parent, renames told apart. Links and submodules are left out. */
  changes(commit: string): Promise<readonly CommittedChange[]>;
}

/** A host of Git repositories, bound to one installation of our app. Methods throw `Problem`. */
export interface RepoHost {
  listRepositories(): Promise<readonly Repository[]>;
  getRepository(id: string): Promise<Repository>;
  /** A repository as this process read it at most so many milliseconds ago; null where it did not. */
  seenRepository?(id: string, withinMs: number): Repository | null;
  /** null where there is no such branch. `protected`: pushes may be refused in favour of pull requests. */
  getBranch(
    repository: Repository,
    branch: string,
  ): Promise<{ readonly commit: string; readonly protected: boolean } | null>;
  openMirror(repository: Repository): Promise<GitMirror>;
  /** The newest pull request from `headBranch`, whatever its state. */
  findPullRequest(repository: Repository, headBranch: string): Promise<PullRequest | null>;
  createPullRequest(
    repository: Repository,
    request: {
      readonly headBranch: string;
      readonly baseBranch: string;
      readonly title: string;
      readonly body: string;
    },
  ): Promise<PullRequest>;
  updatePullRequest(
    repository: Repository,
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<PullRequest>;
  comment(repository: Repository, number: number, body: string): Promise<void>;
  /** Marks a commit with a check or comment that people see at the line. */
  reportFile(
    repository: Repository,
    commit: string,
    report: { readonly path: string; readonly line: number; readonly title: string; readonly message: string },
  ): Promise<void>;
  fileUrl(repository: Pick<Repository, 'url'>, commit: string, path: string, lines?: readonly [number, number]): string;
  usage(): { readonly requests: number; readonly pushes: number };
}
