import { decodeJwt } from 'jose';
import { type SystemToken, TOKEN_AHEAD_MS } from '../../../core/roles/event-source.ts';
import { Secret } from '../../../core/secret.ts';
import type { InvocationClaims } from './invocation-token.ts';

/** Life of a token that does not say how long it lives; the vendor's are said to live for an hour. */
const ASSUMED_LIFE_MS = 55 * 60_000;
/** The most that is believed: nothing but the token itself says how long it lives, and a fresh one comes every hour. */
const LONGEST_LIFE_MS = 4 * 60 * 60_000;
const LONGEST = 16_384;

function timesOf(token: string): { readonly iat?: number; readonly exp?: number } {
  try {
    const { iat, exp } = decodeJwt(token);
    return { ...(typeof iat === 'number' ? { iat } : {}), ...(typeof exp === 'number' ? { exp } : {}) };
  } catch {
    return {};
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * The token of `x-forge-oauth-system`, with which the app reads. It is not ours to verify, and the signature of the
 * invocation that it came with does not cover it: so its times are believed only where they are plausible, and one from
 * the future is none. Null where there is none that can be used. `now`: milliseconds since the epoch.
 */
export function readSystemToken(header: string | undefined, claims: InvocationClaims, now: number): SystemToken | null {
  const token = header?.trim() ?? '';
  if (token === '' || token.length > LONGEST || !/^[\x21-\x7e]+$/.test(token)) return null;
  const { iat, exp } = timesOf(token);
  const issuedAt = iat === undefined ? claims.issuedAt : iat * 1000;
  if (!(issuedAt <= Math.max(now, claims.issuedAt) + TOKEN_AHEAD_MS)) return null;
  const saidToExpireAt = exp === undefined ? issuedAt + ASSUMED_LIFE_MS : exp * 1000;
  const expiresAt = Math.min(Math.trunc(saidToExpireAt), issuedAt + LONGEST_LIFE_MS);
  if (!Number.isSafeInteger(expiresAt) || expiresAt <= issuedAt) return null;
  return {
    token: new Secret(token),
    apiBaseUrl: claims.apiBaseUrl,
    issuedAt: iso(issuedAt),
    expiresAt: iso(expiresAt),
  };
}
