import type { Site } from '../connection.ts';
import type { Secret } from '../secret.ts';

/** An OAuth app of the product, deployment-wide or of one connection. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** What a person granted. Tokens rotate; see `refresh`. */
export interface Grant {
  readonly accessToken: Secret;
  /** null where the answer had none: the caller keeps the one it has. */
  readonly refreshToken: Secret | null;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  readonly scopes: readonly string[];
}

/** Linking a person's account at the product (authorization code with PKCE). */
export interface SignIn {
  /** Where an operator registers the OAuth app. */
  readonly createUrl: string;
  /**
   * Whether the product accepts the app's id and secret, and the app knows the callback address, as far as that can be
   * seen. Throws Problem `oauth_client_rejected` where not, and another one where it cannot be told.
   */
  checkClient(client: OAuthClient, redirectUri: string): Promise<void>;
  /** Scopes that the setup needs and a grant lacks. */
  missingScopes(grant: Grant): readonly string[];
  /** When the product wants the person's consent anew, if nothing renews the link before. ISO 8601, UTC. */
  consentEndsAt(link: { readonly linkedAt: string; readonly renewedAt: string }): string;
  authorizeUrl(request: {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly state: string;
    readonly codeChallenge: string;
  }): string;
  exchange(
    client: OAuthClient,
    request: { readonly code: string; readonly redirectUri: string; readonly codeVerifier: string },
  ): Promise<Grant>;
  /** Throws Problem `grant_revoked` when a person must link again. */
  refresh(client: OAuthClient, refreshToken: Secret): Promise<Grant>;
  sites(accessToken: Secret): Promise<readonly Site[]>;
  account(accessToken: Secret): Promise<{ readonly id: string; readonly name: string }>;
  revoke(client: OAuthClient, refreshToken: Secret): Promise<void>;
}
