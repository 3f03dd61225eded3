import type { Change } from '../change.ts';
import type { Secret } from '../secret.ts';

/** A request as received: header names in lower case, the body's exact bytes. */
export interface RawDelivery {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** What the route says of the delivery, e.g. `events` or `token-refresh`. */
  readonly channel: string;
}

/** What the receiver knows of the connection, to check a delivery against. */
export interface DeliveryExpectation {
  readonly connectionId: string;
  /** Identity of the app at the product; null until known. */
  readonly appId: string | null;
  readonly installationId: string | null;
  readonly siteId: string | null;
  /** Shared secrets that sign deliveries; two during a rotation. */
  readonly signingSecrets: readonly Secret[];
}

export type VerifiedDelivery =
  | {
      readonly verdict: 'accepted';
      /** Unique per delivery and stable over redelivery. */
      readonly deliveryId: string;
      readonly changes: readonly Change[];
      readonly lifecycle: Lifecycle | null;
      /** A fresh system token that the delivery brought. */
      readonly systemToken: SystemToken | null;
    }
  | {
      readonly verdict: 'ignored';
      readonly deliveryId: string;
      readonly why: string;
      readonly systemToken: SystemToken | null;
    }
  /** `202`: signed as it must be and yet of another place (S14, F18). No repetition would mend it, so none is asked for. */
  | { readonly verdict: 'refused'; readonly status: 202 | 400 | 401 | 403; readonly why: string };

/** The app came, changed or went at the site. All fields come from signed claims. */
export interface Lifecycle {
  readonly event: 'installed' | 'upgraded' | 'uninstalled' | 'suspended' | 'unsuspended';
  readonly appId: string;
  readonly installationId: string;
  readonly siteId: string | null;
}

/** A token that reads as the app. `issuedAt` decides which of two is newer. */
export interface SystemToken {
  readonly token: Secret;
  readonly apiBaseUrl: string;
  /** ISO 8601, UTC. */
  readonly issuedAt: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** What the clock that dated a token may be ahead of ours. Milliseconds. */
export const TOKEN_AHEAD_MS = 60_000;

/** True for a token that says it was issued in the future, which no genuine one does. `now`: milliseconds. */
export function isDatedAhead({ issuedAt }: Pick<SystemToken, 'issuedAt'>, now: number): boolean {
  return Date.parse(issuedAt) > now + TOKEN_AHEAD_MS;
}

/** Verifies and normalises what a product sends. Does no work beyond that. */
export interface EventSource {
  verify(delivery: RawDelivery, expected: DeliveryExpectation): Promise<VerifiedDelivery>;
}
