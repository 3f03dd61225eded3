import type { WorldUser } from '../../worlds/world.ts';
import type { AtlassianState } from '../state.ts';

/** On whose behalf a request comes. */
export type Principal =
  /** A person with e-mail and API token: no scopes, no points. */
  | { readonly kind: 'person'; readonly user: WorldUser }
  /** A person through an OAuth client. */
  | {
      readonly kind: 'grant';
      readonly user: WorldUser;
      readonly clientId: string;
      readonly scopes: readonly string[];
      readonly cloudIds: readonly string[];
    }
  /** An installed app as its own bot user. */
  | {
      readonly kind: 'app';
      readonly appId: string;
      readonly scopes: readonly string[];
      readonly cloudIds: readonly string[];
    };

export type Authentication = Principal | 'missing' | 'invalid' | 'expired';

function readBasic(state: AtlassianState, value: string): Authentication {
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const email = decoded.slice(0, colon).toLowerCase();
  const user = state.users.find((candidate) => candidate.email.toLowerCase() === email);
  if (!user || user.active === false || user.apiToken !== decoded.slice(colon + 1)) return 'invalid';
  return { kind: 'person', user };
}

function readBearer(state: AtlassianState, token: string): Authentication {
  const now = state.clock.now();
  const system = state.systemTokens.get(token);
  if (system) {
    if (system.expiresAt <= now) return 'expired';
    return { kind: 'app', appId: system.appId, scopes: system.scopes, cloudIds: [system.cloudId] };
  }
  const access = state.accessTokens.get(token);
  const grant = access && state.grants.get(access.grantId);
  if (!access || !grant) return 'invalid';
  if (access.expiresAt <= now) return 'expired';
  const user = state.users.find((candidate) => candidate.accountId === grant.accountId);
  if (grant.revoked || !user || user.active === false) return 'invalid';
  return { kind: 'grant', user, clientId: grant.clientId, scopes: grant.scopes, cloudIds: grant.cloudIds };
}

/** Reads an `Authorization` header. */
export function authenticate(state: AtlassianState, header: string | undefined): Authentication {
  const [scheme = '', value = ''] = (header ?? '').trim().split(/\s+/);
  if (value === '') return 'missing';
  if (/^basic$/i.test(scheme)) return readBasic(state, value);
  if (/^bearer$/i.test(scheme)) return readBearer(state, value);
  return 'invalid';
}
