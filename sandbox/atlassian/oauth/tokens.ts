import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { AtlassianState, OAuthGrant } from '../state.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A random, URL-safe value. */
export function randomToken(bytes = 48): string {
  return randomBytes(bytes).toString('base64url');
}

/** S256 of RFC 7636. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

const signingKey = randomBytes(32);

/** Access tokens are JWTs, as the vendor's are; clients may read `exp`, nobody but the issuer verifies them. */
function createAccessToken(state: AtlassianState, grant: OAuthGrant): string {
  const issuedAt = Math.floor(state.clock.now() / 1000);
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const payload = encode({
    jti: randomUUID(),
    sub: grant.accountId,
    iss: 'https://auth.atlassian.com',
    aud: grant.clientId,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + state.settings.accessTokenLifetime,
    scope: grant.scopes.join(' '),
    client_id: grant.clientId,
  });
  const signature = createHmac('sha256', signingKey).update(`${head}.${payload}`).digest('base64url');
  return `${head}.${payload}.${signature}`;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly token_type: 'Bearer';
  readonly scope: string;
  readonly refresh_token?: string;
}

/** Issues tokens for a grant; with a refresh token where `offline_access` was granted. */
export function issueTokens(state: AtlassianState, grant: OAuthGrant, refreshed: boolean): TokenAnswer {
  const { settings } = state;
  const now = state.clock.now();
  const accessToken = createAccessToken(state, grant);
  state.accessTokens.set(accessToken, {
    grantId: grant.id,
    expiresAt: now + settings.accessTokenLifetime * 1000,
  });
  const answer: TokenAnswer = {
    access_token: accessToken,
    expires_in: settings.accessTokenLifetime,
    token_type: 'Bearer',
    scope: grant.scopes.join(' '),
  };
  if (!grant.scopes.includes('offline_access') || (refreshed && settings.omitRefreshToken)) return answer;
  const refreshToken = randomToken();
  state.refreshTokens.set(refreshToken, {
    grantId: grant.id,
    expiresAt: now + settings.refreshLifetime * 1000,
    usedAt: null,
  });
  return { ...answer, refresh_token: refreshToken };
}

/** Trades a refresh token in. It works once, and again within the leeway. null: unknown, used up, expired or revoked. */
export function tradeRefreshToken(state: AtlassianState, token: string, clientId: string): TokenAnswer | null {
  const now = state.clock.now();
  const entry = state.refreshTokens.get(token);
  const grant = entry && state.grants.get(entry.grantId);
  if (!entry || !grant || grant.revoked || grant.clientId !== clientId || entry.expiresAt <= now) return null;
  if (entry.usedAt !== null && now - entry.usedAt > state.settings.refreshLeeway * 1000) return null;
  if (!state.settings.omitRefreshToken) entry.usedAt ??= now;
  return issueTokens(state, grant, true);
}
