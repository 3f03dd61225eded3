import type { Connection } from '../core/connection.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Ports } from '../core/ports/index.ts';
import type { CodeReader } from '../core/roles/code-reader.ts';
import type { RepositoryConnector, SourceConnector } from '../core/roles/connector.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { RepoHost } from '../core/roles/repo-host.ts';
import type { OAuthClient } from '../core/roles/sign-in.ts';

/** A line of the process log. Fields never hold a secret. */
export interface WorkLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Everything a workflow is handed. Workflows reach the outside through nothing else. */
export interface WorkContext {
  readonly ports: Ports;
  readonly sources: ReadonlyMap<string, SourceConnector>;
  readonly repositories: ReadonlyMap<string, RepositoryConnector>;
  openSource(connection: Connection): Promise<ContentSource>;
  openRepoHost(connection: Connection): Promise<RepoHost>;
  /** Starts indexing of a repository whose head moved; returns at once. */
  headMoved(orgId: string, repositoryId: string): Promise<void>;
  /** Parses code for the index. Absent: code is cut by its lines alone. */
  readonly code?: CodeReader;
  readonly clock: Clock;
  readonly log: WorkLog;
  /** Public origin that an installed app calls. */
  readonly publicOrigin: string;
  /** Looks whether that origin leads to this deployment. Throws Problem; absent: it is not looked at. */
  checkPublicOrigin?(log: (line: string) => void): Promise<void>;
  /** Looks whether the proxy lets Git through that is configured. Throws Problem; absent: there is none. */
  checkProxy?(log: (line: string) => void): Promise<void>;
  /** Folder for attachments on their way from the source to a commit. */
  readonly cacheDir: string;
  /** OAuth app of the whole deployment, to revoke grants that it gave; absent or null: each connection has its own. */
  readonly globalOAuth?: OAuthClient | null;
  /** Milliseconds between two sweeps of a connection that sets no time of its own. Default an hour. */
  readonly sweepEveryMs?: number;
  /** Names a point that a run has reached; durability tests end the process there. */
  reach(point: string): void;
}
