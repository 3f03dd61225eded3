import { randomUUID } from 'node:crypto';
import type { Site } from '../state.ts';
import { announce, deliver } from './delivery.ts';
import {
  type AppVersion,
  type Environment,
  type ForgeApp,
  type ForgePlatform,
  type Installation,
  installationAri,
} from './platform.ts';

/** Payload of life-cycle events (forge events reference, "life cycle"). */
function describe(platform: ForgePlatform, installation: Installation) {
  const app = platform.apps.get(installation.appId)!;
  const environment = app.environments.find(({ key }) => key === installation.environmentKey)!;
  return {
    id: installationAri(installation),
    context: `ari:cloud:confluence::site/${installation.cloudId}`,
    installerAccountId: installation.installerId,
    app: {
      id: app.id.split('/').at(-1),
      version: installation.version.version,
      name: app.name,
      ownerAccountId: app.ownerId,
    },
    environment: { id: environment.id },
  };
}

function schedule(platform: ForgePlatform, installation: Installation): void {
  const now = platform.state.clock.now();
  const declared = new Map((installation.version.manifest?.schedules ?? []).map(({ key, every }) => [key, every]));
  for (const key of installation.due.keys()) if (!declared.has(key)) installation.due.delete(key);
  for (const [key, every] of declared) if (!installation.due.has(key)) installation.due.set(key, now + every);
}

/** Puts the newest version of an app on a site and tells the app. */
export function install(
  platform: ForgePlatform,
  where: {
    readonly app: ForgeApp;
    readonly environment: Environment;
    readonly site: Site;
    readonly installerId: string;
  },
): Installation {
  const installation: Installation = {
    id: randomUUID(),
    appId: where.app.id,
    environmentKey: where.environment.key,
    cloudId: where.site.cloudId,
    installerId: where.installerId,
    version: where.environment.versions[0]!,
    due: new Map(),
  };
  platform.installations.set(installation.id, installation);
  schedule(platform, installation);
  announce(platform, installation, 'avi:forge:installed:app', describe(platform, installation));
  return installation;
}

/** Gives an installation another version and tells the app. */
export function upgrade(platform: ForgePlatform, installation: Installation, version: AppVersion): void {
  installation.version = version;
  schedule(platform, installation);
  announce(platform, installation, 'avi:forge:upgraded:app', describe(platform, installation));
}

/** Takes an app off a site. Its tokens die at once. */
export function uninstall(platform: ForgePlatform, installation: Installation): void {
  const { systemTokens } = platform.state;
  platform.installations.delete(installation.id);
  announce(platform, installation, 'avi:forge:uninstalled:app', describe(platform, installation));
  for (const [token, grant] of systemTokens)
    if (grant.appId === installation.appId && grant.cloudId === installation.cloudId) systemTokens.delete(token);
}

/** Runs schedules that are due, or all of them. Returns how many. */
export function runSchedules(platform: ForgePlatform, all: boolean): number {
  const now = platform.state.clock.now();
  let ran = 0;
  for (const installation of platform.installations.values())
    for (const { key, every, endpoint } of installation.version.manifest?.schedules ?? []) {
      const due = installation.due.get(key) ?? now;
      if (!all && due > now) continue;
      installation.due.set(key, now + every);
      ran += 1;
      deliver(platform, {
        installation,
        event: `schedule:${key}`,
        body: { context: { cloudId: installation.cloudId, moduleKey: key }, contextToken: null },
        module: { type: 'scheduledTrigger', key },
        endpoint,
      });
    }
  return ran;
}
