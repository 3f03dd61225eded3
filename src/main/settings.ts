import { resolve } from 'node:path';
import { Problem } from '../core/problem.ts';
import type { OAuthClient } from '../core/roles/sign-in.ts';
import { Secret } from '../core/secret.ts';
import type { Environment } from '../env.ts';
import type { SharedRepositoryApp } from '../server/deps.ts';
import { type Keys, ownKeys } from './keys.ts';

/** Addresses of the outside world. */
export interface Reach {
  readonly atlassianAuth: string;
  readonly atlassianApi: string;
  readonly atlassianConsole: string;
  readonly forgeGateway: string;
  readonly forgeJwks: string;
  readonly githubApi: string;
  readonly githubWeb: string;
}

/** What one process is to be, read from the environment once. */
export interface Settings {
  readonly environment: Environment;
  /** Absolute. */
  readonly dataDir: string;
  /** null: the embedded database of the data folder. */
  readonly databaseUrl: Secret | null;
  readonly keys: Keys;
  /** Open what was sealed before a rotation. */
  readonly previousKeys: readonly Secret[];
  readonly reach: Reach;
  readonly globalOAuth: OAuthClient | null;
  readonly globalRepoApp: SharedRepositoryApp | null;
  /** Lets calls go to this machine: true only while an address of the outside world is here. */
  readonly allowLoopback: boolean;
  /** Nothing real is configured, so the stand-ins may take its place. */
  readonly demo: boolean;
  /** Variables of proxies and certificates, for programs that this one starts. */
  readonly childEnvironment: Readonly<Record<string, string>>;
}

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** No real Atlassian and no real GitHub is named. */
function nothingReal(env: Environment): boolean {
  return (
    env.AUTH_BASE_URL === undefined &&
    env.CTXPIPE_PUBLIC_APP_URL === undefined &&
    env.ATLASSIAN_CLIENT_ID === undefined &&
    env.CONFLUENCE_FORGE_INSTALL_URL === undefined &&
    env.GITHUB_APP_ID === undefined &&
    env.ATLASSIAN_API_BASE_URL === undefined &&
    env.GITHUB_API_BASE_URL === undefined
  );
}

export function reachOf(env: Environment): Reach {
  const api = env.ATLASSIAN_API_BASE_URL ?? 'https://api.atlassian.com';
  return {
    atlassianAuth: env.ATLASSIAN_AUTH_BASE_URL ?? 'https://auth.atlassian.com',
    atlassianApi: api,
    atlassianConsole: env.ATLASSIAN_CONSOLE_BASE_URL ?? 'https://developer.atlassian.com',
    forgeGateway: env.FORGE_GRAPHQL_GATEWAY ?? `${api}/graphql`,
    forgeJwks: env.FORGE_JWKS_URL ?? 'https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json',
    githubApi: env.GITHUB_API_BASE_URL ?? 'https://api.github.com',
    githubWeb: env.GITHUB_WEB_BASE_URL ?? 'https://github.com',
  };
}

function keysOf(env: Environment, dataDir: string, ownKeysOf: (dataDir: string) => Promise<Keys>): Promise<Keys> {
  const { AUTH_SECRET: authSecret, CONNECTION_SECRETS_ENCRYPTION_KEY: encryptionKey } = env;
  if (authSecret && encryptionKey) return Promise.resolve({ authSecret, encryptionKey });
  return ownKeysOf(dataDir).then((own) => ({
    authSecret: authSecret ?? own.authSecret,
    encryptionKey: encryptionKey ?? own.encryptionKey,
  }));
}

/** Private keys are pasted into environment files with `\n` for their line ends. */
function repoAppOf(env: Environment): SharedRepositoryApp | null {
  if (env.GITHUB_APP_ID === undefined || env.GITHUB_PRIVATE_KEY === undefined) return null;
  return {
    appId: env.GITHUB_APP_ID,
    slug: env.GITHUB_APP_SLUG ?? null,
    privateKey: new Secret(env.GITHUB_PRIVATE_KEY.reveal().replace(/\\n/g, '\n')),
    webhookSecret: env.GITHUB_WEBHOOK_SECRET ?? null,
    client:
      env.GITHUB_CLIENT_ID !== undefined && env.GITHUB_CLIENT_SECRET !== undefined
        ? { clientId: env.GITHUB_CLIENT_ID, clientSecret: env.GITHUB_CLIENT_SECRET }
        : null,
  };
}

/** Settles what is configured; by default makes the keys of a deployment that keeps its own. */
export async function settle(
  env: Environment,
  childEnvironment: Readonly<Record<string, string>>,
  ownKeysOf: (dataDir: string) => Promise<Keys> = ownKeys,
): Promise<Settings> {
  const dataDir = resolve(env.CTXPIPE_DATA_DIR ?? '.ctxpipe');
  const reach = reachOf(env);
  return {
    environment: env,
    dataDir,
    databaseUrl: env.DATABASE_URL ?? null,
    keys: await keysOf(env, dataDir, ownKeysOf),
    previousKeys: env.CTXPIPE_PREVIOUS_ENCRYPTION_KEY ? [env.CTXPIPE_PREVIOUS_ENCRYPTION_KEY] : [],
    reach,
    globalOAuth:
      env.ATLASSIAN_CLIENT_ID !== undefined && env.ATLASSIAN_CLIENT_SECRET !== undefined
        ? { clientId: env.ATLASSIAN_CLIENT_ID, clientSecret: env.ATLASSIAN_CLIENT_SECRET }
        : null,
    globalRepoApp: repoAppOf(env),
    allowLoopback: Object.values(reach).some((url) => loopback.test(new URL(url).hostname)),
    demo: nothingReal(env) && env.NODE_ENV !== 'production' && env.CTXPIPE_DEMO !== 'off',
    childEnvironment,
  };
}

/** Origins under which products and people reach this deployment. */
export interface Origins {
  /** For sign-in and callbacks. */
  readonly auth: string;
  /** What the installed app calls. */
  readonly app: string;
}

/** `listening` is where this process serves, for a deployment that names no public origin. Throws Problem. */
export function originsOf(env: Environment, listening: string): Origins {
  const auth = env.AUTH_BASE_URL ?? env.CTXPIPE_PUBLIC_APP_URL ?? listening;
  const app = env.CTXPIPE_PUBLIC_APP_URL ?? auth;
  if (env.NODE_ENV === 'production' && !auth.startsWith('https:') && !loopback.test(new URL(auth).hostname))
    throw new Problem({
      code: 'invalid-environment',
      message: 'AUTH_BASE_URL is not https, which is needed in production.',
      hint: 'Serve the deployment over https and set AUTH_BASE_URL to its address (docs/1-start/environment.md).',
      detail: 'AUTH_BASE_URL',
    });
  return { auth, app };
}
