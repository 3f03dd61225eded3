import { apiKey } from '@better-auth/api-key';
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { jwt, organization } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access';
import type { ServerDeps } from '../../deps.ts';
import { startsWithout } from './database.ts';

/** What a token for agents may be used for. */
export const agentScopes = ['openid', 'profile', 'offline_access', 'read'] as const;
export const authPath = '/api/auth';
export const keyPrefix = 'ctx_';
/** Characters of a password. */
export const passwordLength = { least: 12, most: 200 } as const;

const control = createAccessControl({
  ...defaultStatements,
  apiKey: ['create', 'read', 'update', 'delete'],
} as const);
const everyKeyAction = ['create', 'read', 'update', 'delete'] as const;
const roles = {
  owner: control.newRole({ ...ownerAc.statements, apiKey: [...everyKeyAction] }),
  admin: control.newRole({ ...adminAc.statements, apiKey: [...everyKeyAction] }),
  member: control.newRole({ ...memberAc.statements, apiKey: [] }),
};

const DAY_S = 86_400;

function write(deps: ServerDeps) {
  return (level: 'debug' | 'info' | 'success' | 'warn' | 'error', message: string) => {
    // Refused keys and wrong passwords are told by the routes; as errors they would only be noise.
    const line = level === 'error' || level === 'warn' ? 'debug' : 'trace';
    deps.log[line]({ part: 'identity' }, message);
  };
}

function plugins(deps: ServerDeps) {
  const { publicOrigin } = deps.settings;
  return [
    organization({ ac: control, roles, allowUserToCreateOrganization: false, membershipLimit: 1000 }),
    apiKey({
      references: 'organization',
      defaultPrefix: keyPrefix,
      enableMetadata: true,
      requireName: true,
      maximumNameLength: 100,
      startingCharactersConfig: { shouldStore: true, charactersLength: 8 },
      // Requests are limited where they arrive, before a key is looked up.
      rateLimit: { enabled: false },
    }),
    jwt({ disableSettingJwtHeader: true, jwt: { issuer: deps.auth.baseUrl } }),
    oauthProvider({
      loginPage: '/oauth/sign-in',
      consentPage: '/oauth/consent',
      scopes: [...agentScopes],
      resources: [`${publicOrigin}/mcp`],
      clientRegistrationDefaultResources: [`${publicOrigin}/mcp`],
      allowDynamicClientRegistration: true,
      allowUnauthenticatedClientRegistration: true,
      grantTypes: ['authorization_code', 'refresh_token'],
      accessTokenExpiresIn: 3600,
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ] as const;
}

function cookiePrefix({ settings }: ServerDeps): string {
  return settings.secureCookies ? '__Host-ctxpipe' : 'ctxpipe';
}

/** Name of the cookie that holds a session. */
export function sessionCookie(deps: ServerDeps): string {
  return `${cookiePrefix(deps)}.session_token`;
}

/** The identity layer: people, sessions, organizations, keys, and tokens for agents. */
export function createIdentity(deps: ServerDeps) {
  const { settings } = deps;
  return betterAuth({
    appName: 'ctx|',
    baseURL: deps.auth.baseUrl,
    basePath: authPath,
    secret: deps.auth.secret.reveal(),
    database: startsWithout(deps.auth.database),
    trustedOrigins: [...new Set([settings.publicOrigin, new URL(deps.auth.baseUrl).origin])],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
    },
    session: { expiresIn: 7 * DAY_S, updateAge: DAY_S },
    verification: { storeIdentifier: 'hashed' },
    rateLimit: { enabled: false },
    advanced: {
      // With `Secure` set, the `__Host-` prefix keeps neighbours on the same domain from planting a session.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: settings.secureCookies, sameSite: 'lax', httpOnly: true, path: '/' },
      cookiePrefix: cookiePrefix(deps),
      disableCSRFCheck: false,
    },
    logger: { log: write(deps), disableColors: true, level: 'warn' },
    telemetry: { enabled: false },
    plugins: [...plugins(deps)],
  });
}

export type Identity = ReturnType<typeof createIdentity>;
