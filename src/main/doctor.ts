import { existsSync } from 'node:fs';
import { lookAtDatabase } from '../cli/doctor/database.ts';
import { brokenBy, type Finding, healthy, runChecks } from '../cli/doctor/finding.ts';
import { connectedOrganizations, organizationChecks } from '../cli/doctor/organization.ts';
import { workerChecks } from '../cli/doctor/workers.ts';
import { doctorCommand } from '../cli/doctor.ts';
import { environmentOfChildren, readUsableEnvironment } from '../env.ts';
import { createLogger } from '../observe/log.ts';
import { openStore } from '../store/index.ts';
import { systemClock } from './clock.ts';
import { openExisting } from './database.ts';
import { withStandIns } from './demo-settings.ts';
import { connectionsDeps, outerChecks } from './examination.ts';
import { keysFile, readOwnKeys, standInKeys } from './keys.ts';
import { createOpening } from './opening.ts';
import { openOutside } from './outside.ts';
import { readVersion } from './processes.ts';
import { findRunning } from './running.ts';
import { type Settings, settle } from './settings.ts';

const silent = createLogger({ level: 'silent' });

async function lookInside(settings: Settings, version: string): Promise<readonly Finding[]> {
  if (settings.databaseUrl === null && !existsSync(keysFile(settings.dataDir)))
    return [healthy('database', 'The embedded one is made at the first start.')];
  const database = await openExisting(settings);
  const { keys, previousKeys } = settings;
  const store = openStore({ url: database.url, encryptionKey: keys.encryptionKey, previousKeys, clock: systemClock });
  const outside = openOutside(settings, systemClock, silent, version);
  try {
    const found = await lookAtDatabase(store.ping, database.embedded);
    if (found.state !== 'ok') return [found];
    const serving = await findRunning(settings.dataDir);
    const opening = createOpening(store.ports, outside, settings.globalRepoApp);
    // The stand-ins of a demonstration answer its server alone.
    const { environment: env, demo } = settings;
    const publicOrigin = env.CTXPIPE_PUBLIC_APP_URL ?? env.AUTH_BASE_URL ?? serving;
    const authOrigin = env.AUTH_BASE_URL ?? publicOrigin;
    const deps = connectionsDeps(settings, { store, outside, opening }, { asking: !demo, publicOrigin, authOrigin });
    const organizations = await connectedOrganizations(deps);
    const checks = await Promise.all(organizations.map((orgId) => organizationChecks(deps, orgId)));
    const { workers } = store.ports;
    const work = workerChecks({
      workers,
      version,
      expected: serving !== null || !database.embedded,
      now: systemClock.now,
    });
    return [found, ...(await runChecks([...work, ...checks.flat()]))];
  } finally {
    outside.close();
    await store.close();
    await database.close();
  }
}

async function examine(): Promise<readonly Finding[]> {
  const { environment, problems } = readUsableEnvironment();
  const keysOf = async (folder: string) => (await readOwnKeys(folder).catch(() => null)) ?? standInKeys();
  const settings = await withStandIns(await settle(environment, environmentOfChildren(), keysOf));
  const inside = readVersion()
    .then((version) => lookInside(settings, version))
    .catch((error: unknown) => [brokenBy('database', error, 'Everything that ctx| knows is kept there.')]);
  return [...(await runChecks(await outerChecks(settings, problems))), ...(await inside)];
}

export const doctor = doctorCommand({ examine });
