import { createHash, randomUUID } from 'node:crypto';
import type { AtlassianState, Site } from '../state.ts';
import type { AppManifest } from './app-manifest.ts';
import type { Scenario } from './scenario.ts';

export interface AppVersion {
  readonly version: string;
  /** null: the skeleton that every environment starts with. */
  readonly manifest: AppManifest | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface Environment {
  readonly id: string;
  readonly key: string;
  readonly type: 'PRODUCTION' | 'STAGING' | 'DEVELOPMENT';
  /** Newest first. */
  readonly versions: AppVersion[];
}

export interface ForgeApp {
  /** `ari:cloud:ecosystem::app/<uuid>`. */
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly developerSpaceId: string;
  readonly createdAt: number;
  readonly environments: readonly Environment[];
}

export interface Installation {
  readonly id: string;
  readonly appId: string;
  readonly environmentKey: string;
  readonly cloudId: string;
  readonly installerId: string;
  version: AppVersion;
  /** When each schedule is due next, by its key; milliseconds since the epoch. */
  readonly due: Map<string, number>;
}

export interface MutationError {
  readonly message: string;
  readonly extensions: { readonly errorType: string; readonly statusCode: number };
}

export interface Task {
  polls: number;
  readonly state: 'COMPLETE' | 'FAILED' | 'PENDING';
  readonly errors: readonly MutationError[];
}

export interface Deployment {
  polls: number;
  readonly state: 'DONE' | 'FAILED' | 'IN_PROGRESS';
  readonly errorDetails: { readonly code: string; readonly message: string; readonly fields?: object } | null;
}

export interface ForgeSettings {
  /** Milliseconds for an answer to a delivery. */
  answerWithin: number;
  /** Wait before the first repetition, doubled each time; milliseconds. The vendor states only "exponential". */
  firstBackoff: number;
  /** Seconds. */
  systemTokenLifetime: number;
  /** Seconds that an invocation token is good for. */
  invocationTokenLifetime: number;
}

/** Everything that the app platform remembers. */
export interface ForgePlatform {
  readonly state: AtlassianState;
  readonly settings: ForgeSettings;
  readonly scenarios: Set<Scenario>;
  readonly developerSpaces: Map<string, { readonly id: string; readonly name: string; readonly ownerId: string }>;
  readonly apps: Map<string, ForgeApp>;
  readonly installations: Map<string, Installation>;
  readonly tasks: Map<string, Task>;
  readonly deployments: Map<string, Deployment>;
  /** Uploaded archives by name. */
  readonly uploads: Map<string, Uint8Array>;
}

export function createPlatform(state: AtlassianState): ForgePlatform {
  return {
    state,
    settings: {
      answerWithin: 5_000,
      firstBackoff: 1_000,
      systemTokenLifetime: 3_600,
      invocationTokenLifetime: 120,
    },
    scenarios: new Set(),
    developerSpaces: new Map(),
    apps: new Map(),
    installations: new Map(),
    tasks: new Map(),
    deployments: new Map(),
    uploads: new Map(),
  };
}

/** Id of Confluence's activation on a site, the same for each start. */
export function activationIdOf(site: Site): string {
  const hex = createHash('sha256').update(`activation ${site.cloudId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** How GraphQL names the place that an app is installed in. */
export function contextOf(site: Site): string {
  return `ari:cloud:confluence:${site.cloudId}:workspace/${activationIdOf(site)}`;
}

export function installationAri(installation: Installation): string {
  return `ari:cloud:ecosystem::installation/${installation.id}`;
}

export function environmentOf(app: ForgeApp, key: string): Environment | undefined {
  return app.environments.find((environment) => environment.key === key);
}

/** `Error` of a mutation's payload. */
export function mutationError(message: string, errorType: string, statusCode: number): MutationError {
  return { message, extensions: { errorType, statusCode } };
}

const environmentTypes = [
  ['production', 'PRODUCTION'],
  ['staging', 'STAGING'],
  ['default', 'DEVELOPMENT'],
] as const;

export function createApp(
  platform: ForgePlatform,
  fields: Pick<ForgeApp, 'name' | 'ownerId' | 'developerSpaceId'>,
): ForgeApp {
  const createdAt = platform.state.clock.now();
  const app: ForgeApp = {
    ...fields,
    id: `ari:cloud:ecosystem::app/${randomUUID()}`,
    createdAt,
    environments: environmentTypes.map(([key, type]) => ({
      id: randomUUID(),
      key,
      type,
      // Measured: the tool takes an app for deployed only when two versions are listed.
      versions: [{ version: '1.1.0', manifest: null, createdAt }],
    })),
  };
  platform.apps.set(app.id, app);
  return app;
}

function needsConsent(older: AppManifest | null, newer: AppManifest): boolean {
  if (older === null) return true;
  const gained = (before: readonly string[], after: readonly string[]) => after.some((one) => !before.includes(one));
  return gained(older.scopes, newer.scopes) || gained(older.remotes, newer.remotes);
}

/**
 * Makes the next version. New scopes or another remote host are a major version, which sites get only by an upgrade;
 * others follow at once.
 */
export function addVersion(platform: ForgePlatform, app: ForgeApp, key: string, manifest: AppManifest): AppVersion {
  const environment = environmentOf(app, key);
  if (!environment) throw new Error(`no environment ${key}`);
  const latest = environment.versions[0]!;
  const [major = 1, minor = 0] = latest.version.split('.').map(Number);
  const consent = needsConsent(latest.manifest, manifest);
  const version: AppVersion = {
    version: consent ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`,
    manifest,
    createdAt: platform.state.clock.now(),
  };
  environment.versions.unshift(version);
  if (!consent)
    for (const installation of platform.installations.values())
      if (installation.appId === app.id && installation.environmentKey === key && installation.version === latest)
        installation.version = version;
  return version;
}
