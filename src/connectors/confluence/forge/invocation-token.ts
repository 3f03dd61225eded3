import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Http } from '../../../net/request.ts';
import { appAri, bareId, installationAri } from './app-ari.ts';

/** Facts that the vendor vouches for about one invocation. */
export interface InvocationClaims {
  /** Unique per invocation; whether a repetition keeps it is not documented. */
  readonly id: string;
  readonly appId: string;
  readonly installationId: string;
  readonly siteId: string;
  readonly apiBaseUrl: string;
  readonly module: { readonly type: string; readonly key: string } | null;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

export type CheckedToken =
  | { readonly ok: true; readonly claims: InvocationClaims }
  | { readonly ok: false; readonly status: 401 | 403; readonly why: string };

export interface InvocationTokenOptions {
  readonly http: Http;
  readonly jwksUrl: string;
  /** The gateway that serves every site; nothing else may be named as the app's API. */
  readonly apiBaseUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const claimsSchema = z.object({
  jti: z.string().min(1).max(200).optional(),
  iat: z.number(),
  icLabel: z.unknown().optional(),
  app: z.object({
    id: z.string(),
    installationId: z.string(),
    apiBaseUrl: z.string(),
    environment: z.object({ type: z.string() }).optional(),
    module: z.object({ type: z.string(), key: z.string() }).optional(),
  }),
});

const ISSUER = 'forge/invocation-token';
/** Seconds that the two clocks may differ. */
const CLOCK_TOLERANCE = 10;
/** Seconds after which even a token that has not expired is too old: repetitions of a delivery end long before. */
const OLDEST = 15 * 60;
/** Milliseconds between fetches of the keys when an unknown one is named. */
const KEY_COOLDOWN = 30_000;

function keySource({ http, jwksUrl }: InvocationTokenOptions): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), {
    cooldownDuration: KEY_COOLDOWN,
    cacheMaxAge: 60 * 60_000,
    timeoutDuration: 10_000,
    [customFetch]: async (url: string) => {
      const { status, body } = await http.request({
        expect: 'json',
        url,
        tries: 2,
        timeoutMs: 4_000,
        maxBytes: 256 * 1024,
      });
      return new Response(JSON.stringify(body), { status });
    },
  });
}

/** The site in `https://api.atlassian.com/ex/confluence/<cloudId>`; null for every other address. */
function siteOf(apiBaseUrl: string, base: string): string | null {
  const prefix = `${base.replace(/\/+$/, '')}/ex/confluence/`;
  if (!apiBaseUrl.startsWith(prefix)) return null;
  const id = apiBaseUrl.slice(prefix.length);
  return /^[A-Za-z0-9-]{1,64}$/.test(id) ? id : null;
}

/**
 * Checks the vendor's invocation token. Its keys sign for every app in the world, so it is the audience that tells
 * tenants apart: without a known app id the caller must bind what is found here to a link it has started itself.
 */
export function createTokenChecker(options: InvocationTokenOptions) {
  const keys = keySource(options);
  return async (token: string, expectedAppId: string | null): Promise<CheckedToken> => {
    const refuse = (status: 401 | 403, why: string): CheckedToken => ({ ok: false, status, why });
    const expected = expectedAppId === null ? null : appAri(expectedAppId);
    if (expectedAppId !== null && expected === null)
      return refuse(403, 'the app that this connection expects has no id');
    let payload: unknown;
    try {
      const verified = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: ISSUER,
        ...(expected === null ? {} : { audience: [expected, bareId(expected)] }),
        requiredClaims: ['exp', 'iat', 'aud'],
        maxTokenAge: OLDEST,
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: new Date(options.now()),
      });
      payload = verified.payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return refuse(401, `the invocation token is refused: ${error.code}`);
      throw error;
    }
    const parsed = claimsSchema.safeParse(payload);
    if (!parsed.success) return refuse(401, 'the invocation token lacks claims');
    const { jti, iat, icLabel, app } = parsed.data;
    // Isolated clouds sign with keys of their own; such a label under these keys is not to be trusted.
    if (icLabel !== undefined) return refuse(403, 'the token is of an isolated cloud');
    const appId = appAri(app.id);
    const installationId = installationAri(app.installationId);
    if (appId === null || installationId === null) return refuse(401, 'the token names no app or no installation');
    const audience = [(payload as { aud: string | string[] }).aud].flat().map(appAri);
    if (!audience.includes(appId) || (expected !== null && appId !== expected))
      return refuse(401, 'the token is for another app');
    const siteId = siteOf(app.apiBaseUrl, options.apiBaseUrl);
    if (siteId === null) return refuse(403, 'the token names another API than the configured one');
    return {
      ok: true,
      claims: {
        id: jti ?? createHash('sha256').update(token).digest('hex'),
        appId,
        installationId,
        siteId,
        apiBaseUrl: app.apiBaseUrl,
        module: app.module ?? null,
        issuedAt: iat * 1000,
      },
    };
  };
}
