import type { BetterAuthOptions } from 'better-auth';
import type { Connection, JsonObject } from '../core/connection.ts';
import type { Finding } from '../core/finding.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Ports } from '../core/ports/index.ts';
import type { Jobs } from '../core/ports/jobs.ts';
import type { Preview } from '../core/preview.ts';
import type { RepositoryConnector, SourceConnector } from '../core/roles/connector.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { Embedder, Reranker } from '../core/roles/embedder.ts';
import type { RepoHost } from '../core/roles/repo-host.ts';
import type { OAuthClient } from '../core/roles/sign-in.ts';
import type { Writer } from '../core/roles/writer.ts';
import type { Scope } from '../core/scope.ts';
import type { Secret } from '../core/secret.ts';
import type { Logger } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';

/** The app at a repository host that a whole deployment shares. */
export interface SharedRepositoryApp {
  readonly appId: string;
  readonly slug: string | null;
  readonly privateKey: Secret;
  readonly webhookSecret: Secret | null;
  /** For asking people who they are; absent: installations can be taken by a deployment's only organization alone. */
  readonly client?: OAuthClient | null;
}

export interface ServerSettings {
  /** Origin under which people and products reach this server. */
  readonly publicOrigin: string;
  readonly globalOAuth: OAuthClient | null;
  /** Deployment-wide fallback of the install link. */
  readonly installUrl: string | null;
  readonly globalRepoApp: SharedRepositoryApp | null;
  /** What the web page says about a demonstration; null on a real deployment. */
  readonly demo: JsonObject | null;
  /** True where the origin is https. */
  readonly secureCookies: boolean;
  /** Tells deployments apart; shown to whoever asks for the health. */
  readonly deploymentId?: string;
  readonly version: string;
  /** Proxies in front of this server whose `x-forwarded-for` is believed. Default 0. */
  readonly trustedProxies?: number;
}

/** Something that a watching page should read again. */
export interface ChangeNotice {
  readonly orgId: string;
  readonly connectionId: string | null;
  readonly topic: string;
}

export interface Health {
  readonly ready: boolean;
  /** By part: `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Everything the server is handed. It reads no environment and opens no store of its own. */
export interface ServerDeps {
  readonly ports: Ports;
  readonly jobs: Jobs;
  readonly sources: ReadonlyMap<string, SourceConnector>;
  readonly repositories: ReadonlyMap<string, RepositoryConnector>;
  openSource(connection: Connection): Promise<ContentSource>;
  openRepoHost(connection: Connection): Promise<RepoHost>;
  dryRun(orgId: string, connectionId: string, scope: Scope): Promise<Preview>;
  readonly auth: {
    /** better-auth's adapter over the auth tables. */
    readonly database: NonNullable<BetterAuthOptions['database']>;
    readonly secret: Secret;
    readonly baseUrl: string;
  };
  readonly settings: ServerSettings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  health(): Promise<Health>;
  /** Looks at what is set up, within seconds, and changes nothing. */
  readonly doctor: {
    organization(orgId: string): Promise<readonly Finding[]>;
    /** Machine, network, configuration and database: nothing of an organization. */
    deployment(): Promise<readonly Finding[]>;
  };
  /** Hears of changes; gives the way to stop. Absent: watching pages are told to look every few seconds. */
  subscribe?(listener: (notice: ChangeNotice) => void): () => void;
  /** Settles once a subscriber hears what happens from then on. */
  listening?(): Promise<void>;
  /** Writes answers in prose; null or absent where no model is configured. */
  readonly writer?: Writer | null;
  /** Ranks by what texts mean; null or absent where no model for that is configured. */
  readonly embedder?: Embedder | null;
  readonly reranker?: Reranker | null;
  /** Folder of the built web page; null where this process serves none. */
  readonly webRoot: string | null;
}
