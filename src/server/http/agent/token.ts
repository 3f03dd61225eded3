import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { ServerDeps } from '../../deps.ts';
import type { Identity } from '../auth/identity.ts';

/** Whom an access token speaks for. */
export interface AgentToken {
  readonly userId: string;
  readonly clientId: string;
}

export type TokenCheck =
  | { readonly state: 'valid'; readonly token: AgentToken }
  | { readonly state: 'invalid' }
  | { readonly state: 'scope-missing' };

/** The scope that reading takes. */
export const readScope = 'read';
const KEYS_MS = 5 * 60_000;
const COOLDOWN_MS = 5_000;

/** What tokens for agents are made out to (RFC 8707). */
export function agentResource(deps: ServerDeps): string {
  return `${deps.settings.publicOrigin}/mcp`;
}

/**
 * Checks tokens that this server's own authorization server issued, for this resource and nothing else: a
 * token made out to another audience is refused, and none is passed on.
 */
export function createTokenCheck(deps: ServerDeps, identity: Identity): (token: string) => Promise<TokenCheck> {
  let kept: { readonly keys: ReturnType<typeof createLocalJWKSet>; readonly at: number } | null = null;
  const keys = async (fresh: boolean) => {
    const age = kept ? deps.clock.now() - kept.at : Number.POSITIVE_INFINITY;
    // An unknown key is worth a look, and a flood of made-up ones is not worth a flood of looks.
    if (!kept || age > KEYS_MS || (fresh && age > COOLDOWN_MS))
      kept = { keys: createLocalJWKSet((await identity.api.getJwks()) as JSONWebKeySet), at: deps.clock.now() };
    return kept.keys;
  };
  const verify = async (token: string, fresh: boolean) =>
    jwtVerify(token, await keys(fresh), {
      issuer: deps.auth.baseUrl,
      audience: agentResource(deps),
      typ: 'at+jwt',
      requiredClaims: ['sub', 'exp', 'iat', 'scope', 'client_id'],
    });

  return async (token) => {
    try {
      const { payload } = await verify(token, false).catch((error: unknown) => {
        if (error instanceof errors.JWKSNoMatchingKey) return verify(token, true);
        throw error;
      });
      // A token that is bound to its holder's key is not good as a plain bearer token.
      if (payload.cnf !== undefined) return { state: 'invalid' };
      if (!String(payload.scope).split(' ').includes(readScope)) return { state: 'scope-missing' };
      return { state: 'valid', token: { userId: payload.sub!, clientId: String(payload.client_id) } };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { state: 'invalid' };
      throw error;
    }
  };
}
