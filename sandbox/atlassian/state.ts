import type { FaultBoard, RequestLog, SandboxClock } from '../core/index.ts';
import { createEmitter, type Emitter } from '../core/index.ts';
import type { World, WorldOAuthClient, WorldUser } from '../worlds/world.ts';
import type { ContentEvents } from './confluence/content-events.ts';
import { ContentStore } from './confluence/store.ts';

export interface Site {
  readonly cloudId: string;
  name: string;
  readonly url: string;
  confluenceActive: boolean;
}

/** A token that an installed app reads with; see `registerSystemToken`. */
export interface SystemToken {
  readonly cloudId: string;
  readonly appId: string;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch, on the stand-in's clock. */
  readonly expiresAt: number;
}

/** One consent of a person to an OAuth client for some sites. */
export interface OAuthGrant {
  readonly id: string;
  readonly clientId: string;
  readonly accountId: string;
  readonly cloudIds: readonly string[];
  readonly scopes: readonly string[];
  revoked: boolean;
}

export interface AuthorizationCode {
  readonly grantId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | null;
  readonly expiresAt: number;
  used: boolean;
}

export interface RefreshToken {
  readonly grantId: string;
  readonly expiresAt: number;
  /** When it was first traded in; it works on for the leeway. */
  usedAt: number | null;
}

export interface AccessToken {
  readonly grantId: string;
  readonly expiresAt: number;
}

/** One delivery of an event to a deployed app, for the page and for tests. */
export interface DeliveryEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly appId: string;
  readonly event: string;
  readonly url: string;
  readonly attempt: number;
  /** 0 where no answer came in time. */
  readonly status: number;
  readonly ms: number;
}

/** Switches of the vendor's behaviour. */
export interface AtlassianSettings {
  /** Seconds. */
  accessTokenLifetime: number;
  /** Seconds in which a refresh token that was traded in still works. */
  refreshLeeway: number;
  /** Seconds without use after which a refresh token dies. */
  refreshLifetime: number;
  /** The refresh answer carries no new refresh token, as is sometimes seen. */
  omitRefreshToken: boolean;
  /** v2 answers an expired token with 404, as the gateway is said to do at times. */
  expiredTokenIs404: boolean;
  /** Points per hour and app; null: unlimited. */
  pointsPerHour: number | null;
  /**
   * Most results of a search at a time; null: as many as are asked for. The vendor's description names no most but 25
   * for rendered bodies; an article on Data Center says 200 with expansions, 1,000 without and 50 with bodies.
   */
  searchLimit: number | null;
}

/** Everything that the stand-in for Atlassian remembers. */
export interface AtlassianState {
  readonly world: string;
  readonly clock: SandboxClock;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  readonly settings: AtlassianSettings;
  /** Own address; empty until it listens. */
  origin: string;
  readonly sites: Site[];
  readonly users: WorldUser[];
  /** Content by cloud id. */
  readonly content: Map<string, ContentStore>;
  readonly events: Emitter<ContentEvents>;
  readonly oauthClients: WorldOAuthClient[];
  readonly grants: Map<string, OAuthGrant>;
  readonly codes: Map<string, AuthorizationCode>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly accessTokens: Map<string, AccessToken>;
  readonly systemTokens: Map<string, SystemToken>;
  /** Confluence routes then accept `Bearer <token>` as the app. */
  registerSystemToken(token: string, grant: SystemToken): void;
  /** Requests to the media host that carried an `Authorization` header, which it needs none of. */
  mediaAuthorizations: number;
  /** Newest last; whoever delivers adds to it. */
  readonly deliveries: DeliveryEntry[];
  /** Called when the stand-in closes, to end timers and deliveries. */
  readonly closers: (() => void | Promise<void>)[];
}

export function createAtlassianState(
  world: World,
  parts: Pick<AtlassianState, 'clock' | 'faults' | 'log'>,
): AtlassianState {
  const events = createEmitter<ContentEvents>();
  const content = new Map<string, ContentStore>();
  for (const site of world.sites)
    content.set(
      site.cloudId,
      new ContentStore({ cloudId: site.cloudId, spaces: site.spaces, events, clock: parts.clock }),
    );
  const systemTokens = new Map<string, SystemToken>();
  return {
    ...parts,
    world: world.name,
    settings: {
      accessTokenLifetime: 3600,
      refreshLeeway: 600,
      refreshLifetime: 90 * 86_400,
      omitRefreshToken: false,
      expiredTokenIs404: false,
      pointsPerHour: null,
      searchLimit: null,
    },
    origin: '',
    sites: world.sites.map(({ cloudId, name, url, confluenceActive }) => ({ cloudId, name, url, confluenceActive })),
    users: [...world.users],
    content,
    events,
    oauthClients: [...world.oauthClients],
    grants: new Map(),
    codes: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    systemTokens,
    registerSystemToken: (token, grant) => void systemTokens.set(token, grant),
    mediaAuthorizations: 0,
    deliveries: [],
    closers: [],
  };
}
