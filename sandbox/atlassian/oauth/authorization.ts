import { randomUUID } from 'node:crypto';
import type { WorldOAuthClient } from '../../worlds/world.ts';
import type { AtlassianState } from '../state.ts';
import { randomToken } from './tokens.ts';

/** What a client asks a person for. */
export interface AuthorizationRequest {
  readonly client: WorldOAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly codeChallenge: string | null;
}

/** Checks the parameters of `/authorize`; a text says what is wrong, and must not be sent to the redirect address. */
export function readAuthorizationRequest(
  state: AtlassianState,
  parameters: Readonly<Record<string, string | undefined>>,
): AuthorizationRequest | string {
  const client = state.oauthClients.find((candidate) => candidate.clientId === parameters.client_id);
  if (!client) return 'client_id is unknown';
  const redirectUri = parameters.redirect_uri ?? '';
  if (!client.redirectUris.includes(redirectUri)) return 'redirect_uri is not registered for client';
  if (parameters.audience !== 'api.atlassian.com') return 'audience must be api.atlassian.com';
  if (parameters.response_type !== 'code') return 'response_type must be code';
  if (parameters.prompt !== 'consent') return 'prompt must be consent';
  const scopes = (parameters.scope ?? '').split(/\s+/).filter((scope) => scope !== '');
  if (scopes.length === 0) return 'scope is missing';
  const foreign = scopes.filter((scope) => scope !== 'offline_access' && !client.scopes.includes(scope));
  if (client.scopes.length > 0 && foreign.length > 0) return `scope ${foreign[0]} is not enabled for the app`;
  if (parameters.code_challenge && (parameters.code_challenge_method ?? 'S256') !== 'S256')
    return 'code_challenge_method must be S256';
  return {
    client,
    redirectUri,
    scopes,
    state: parameters.state ?? null,
    codeChallenge: parameters.code_challenge || null,
  };
}

function redirectWith(request: AuthorizationRequest, parameters: Readonly<Record<string, string>>): string {
  const target = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  if (request.state !== null) target.searchParams.set('state', request.state);
  return target.href;
}

/** The person accepts: a grant and a code that lives 5 minutes. Returns where the browser goes. */
export function acceptRequest(
  state: AtlassianState,
  request: AuthorizationRequest,
  choice: { readonly accountId: string; readonly cloudIds: readonly string[] },
): string {
  const grant = {
    id: randomUUID(),
    clientId: request.client.clientId,
    accountId: choice.accountId,
    cloudIds: choice.cloudIds,
    scopes: request.scopes,
    revoked: false,
  };
  state.grants.set(grant.id, grant);
  const code = randomToken(24);
  state.codes.set(code, {
    grantId: grant.id,
    redirectUri: request.redirectUri,
    codeChallenge: request.codeChallenge,
    expiresAt: state.clock.now() + 300_000,
    used: false,
  });
  return redirectWith(request, { code });
}

/** The person declines. Returns where the browser goes. */
export function denyRequest(request: AuthorizationRequest): string {
  return redirectWith(request, {
    error: 'access_denied',
    error_description: 'User did not authorize the request',
  });
}
