import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { type ForgePlatform, type Installation, installationAri } from './platform.ts';

/** Id of the key that signs invocation tokens. */
export const signingKeyId = 'forge/invocation-token/sandbox-1';

const issuer = 'forge/invocation-token';
let systemTokenKey = randomBytes(32);
let pair: ReturnType<typeof generateKeyPair> | undefined;

/** One key pair a process, as the vendor has one for every app in the world. */
function keyPair() {
  pair ??= generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  return pair;
}

/** The keys of the platform as they are kept from one start to the next. */
export interface SigningKeys {
  readonly privateKey: JWK;
  readonly publicKey: JWK;
  /** Base64. */
  readonly systemTokenKey: string;
}

export async function exportSigning(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await keyPair();
  return {
    privateKey: await exportJWK(privateKey),
    publicKey: await exportJWK(publicKey),
    systemTokenKey: systemTokenKey.toString('base64'),
  };
}

export async function importSigning(keys: SigningKeys): Promise<void> {
  const restored = {
    privateKey: (await importJWK(keys.privateKey, 'RS256', { extractable: true })) as CryptoKey,
    publicKey: (await importJWK(keys.publicKey, 'RS256', { extractable: true })) as CryptoKey,
  };
  pair = Promise.resolve(restored);
  systemTokenKey = Buffer.from(keys.systemTokenKey, 'base64');
}

/** What `/.well-known/jwks.json` answers. */
export async function publicKeys(): Promise<{ readonly keys: readonly object[] }> {
  const { publicKey } = await keyPair();
  return { keys: [{ ...(await exportJWK(publicKey)), kid: signingKeyId, alg: 'RS256', use: 'sig' }] };
}

/** Signs any claims with the vendor's key: for tests of receivers. */
export async function signClaims(claims: JWTPayload): Promise<string> {
  const { privateKey } = await keyPair();
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: signingKeyId, typ: 'JWT' }).sign(privateKey);
}

/** Base of the calls that an installed app makes; `https://api.atlassian.com/ex/confluence/<cloudId>` at the vendor. */
export function apiBaseOf(platform: ForgePlatform, installation: Installation): string {
  return `${platform.state.origin}/ex/confluence/${installation.cloudId}`;
}

export interface InvokedModule {
  readonly type: string;
  readonly key: string;
}

/** Claims of the token that comes with an invocation without a person (forge remote essentials). */
export function invocationClaims(
  platform: ForgePlatform,
  installation: Installation,
  module: InvokedModule,
): JWTPayload & { readonly app: object } {
  const app = platform.apps.get(installation.appId)!;
  const environment = app.environments.find(({ key }) => key === installation.environmentKey)!;
  const now = Math.floor(platform.state.clock.now() / 1000);
  const apiBaseUrl = apiBaseOf(platform, installation);
  return {
    iss: issuer,
    aud: app.id,
    jti: randomUUID(),
    iat: now,
    nbf: now,
    exp: now + platform.settings.invocationTokenLifetime,
    app: {
      id: app.id,
      installationId: installationAri(installation),
      installation: { id: installationAri(installation), contexts: [{ name: 'confluence', apiBaseUrl }] },
      apiBaseUrl,
      appVersion: installation.version.version,
      environment: {
        type: environment.type,
        id: `ari:cloud:ecosystem::environment/${app.id.split('/').at(-1)}/${environment.id}`,
      },
      module,
    },
  };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const reused = new WeakMap<
  Installation,
  { readonly token: string; readonly mintedAt: number; readonly version: object }
>();

/** A token of the app's own user for one installation, known to the site's API. A new one at most once a second. */
export function systemToken(platform: ForgePlatform, installation: Installation): string {
  const { state, settings } = platform;
  const now = state.clock.now();
  const last = reused.get(installation);
  if (last && last.version === installation.version && now - last.mintedAt < 1_000 && now >= last.mintedAt)
    return last.token;
  const issuedAt = Math.floor(now / 1000);
  const head = encode({ alg: 'HS256', typ: 'JWT', kid: 'system' });
  const body = encode({
    jti: randomUUID(),
    sub: `712020:${installation.id}`,
    iss: 'https://auth.atlassian.com',
    aud: installation.appId,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + settings.systemTokenLifetime,
    client_id: installation.appId.split('/').at(-1),
  });
  const signature = createHmac('sha256', systemTokenKey).update(`${head}.${body}`).digest('base64url');
  const token = `${head}.${body}.${signature}`;
  state.registerSystemToken(token, {
    cloudId: installation.cloudId,
    appId: installation.appId,
    scopes: installation.version.manifest?.scopes ?? [],
    expiresAt: (issuedAt + settings.systemTokenLifetime) * 1000,
  });
  reused.set(installation, { token, mintedAt: now, version: installation.version });
  return token;
}
