import type { Secret } from '../secret.ts';

/** A person's linked account at a product, tokens sealed. */
export interface StoredGrant {
  readonly id: string;
  readonly orgId: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string;
  readonly state: 'valid' | 'reauth-required';
  /** When the person consented. ISO 8601, UTC. */
  readonly linkedAt: string;
  /** When its tokens were last renewed, or given first. ISO 8601, UTC. */
  readonly renewedAt: string;
}

export interface PendingSignIn {
  readonly orgId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly connectionId: string;
  readonly returnTo: string;
  readonly codeVerifier: Secret;
}

export interface PendingClaim {
  readonly id: string;
  readonly orgId: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly accountId: string;
  readonly expiresAt: string;
}

export interface Grants {
  /** Saves a pending sign-in under a hash of `state`, for ten minutes. */
  beginSignIn(state: string, pending: PendingSignIn): Promise<void>;
  /** One use: null when unknown, used or expired. */
  takeSignIn(state: string): Promise<PendingSignIn | null>;
  save(
    orgId: string,
    grant: Omit<StoredGrant, 'id' | 'orgId' | 'state' | 'linkedAt' | 'renewedAt'> & {
      readonly accessToken: Secret;
      readonly refreshToken: Secret | null;
    },
  ): Promise<StoredGrant>;
  forConnection(orgId: string, connectionId: string): Promise<StoredGrant | null>;
  /** A grant of the same account that another connection or organization holds. */
  heldElsewhere(accountId: string, orgId: string, connectionId: string): Promise<boolean>;
  tokens(
    orgId: string,
    grantId: string,
  ): Promise<{ readonly accessToken: Secret; readonly refreshToken: Secret | null }>;
  /** Runs `refresh` in one process at a time per grant; the others wait and get its result. */
  refreshOnce(
    orgId: string,
    grantId: string,
    refresh: (current: {
      readonly refreshToken: Secret;
    }) => Promise<{ readonly accessToken: Secret; readonly refreshToken: Secret | null; readonly expiresAt: string }>,
  ): Promise<{ readonly accessToken: Secret }>;
  markReauthRequired(orgId: string, grantId: string): Promise<void>;
  remove(orgId: string, connectionId: string): Promise<void>;
  createClaim(
    claim: Omit<PendingClaim, 'id' | 'expiresAt'> & {
      readonly accessToken: Secret;
      readonly refreshToken: Secret | null;
      readonly accountName: string;
      readonly scopes: readonly string[];
      readonly grantExpiresAt: string;
    },
  ): Promise<PendingClaim>;
  confirmClaim(orgId: string, id: string, userId: string): Promise<StoredGrant | null>;
  cancelClaim(orgId: string, id: string, userId: string): Promise<boolean>;
  pendingClaim(orgId: string, connectionId: string): Promise<PendingClaim | null>;
}
