import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { lookAtDatabase, storedChecks } from '../cli/doctor/database.ts';
import { deploymentChecks } from '../cli/doctor/deployment.ts';
import { brokenBy, type Check, type Finding, healthy, runChecks } from '../cli/doctor/finding.ts';
import { machineChecks } from '../cli/doctor/machine.ts';
import { indexFinding, mirrorChecks } from '../cli/doctor/mirror.ts';
import { type Probe, reachChecks } from '../cli/doctor/reach.ts';
import { repositoryHostChecks } from '../cli/doctor/repository-host.ts';
import { sourceChecks } from '../cli/doctor/source-connection.ts';
import { doctorCommand } from '../cli/doctor.ts';
import { environmentOfChildren, readUsableEnvironment } from '../env.ts';
import { createLogger } from '../observe/log.ts';
import { secretNames } from '../store/connections.ts';
import { openStore, type Store } from '../store/index.ts';
import { sweepEveryMs } from '../workflows/schedules.ts';
import { systemClock } from './clock.ts';
import { openExisting } from './database.ts';
import { withStandIns } from './demo-settings.ts';
import { keysFile, readOwnKeys, standInKeys } from './keys.ts';
import { thisMachine } from './machine.ts';
import { createOpening } from './opening.ts';
import { openOutside } from './outside.ts';
import { readVersion } from './processes.ts';
import { findRunning } from './running.ts';
import { type Settings, settle } from './settings.ts';

const PROBED_BYTES = 2000;
const silent = createLogger({ level: 'silent' });

async function probe(url: string, signal: AbortSignal): Promise<Probe> {
  const answer = await fetch(url, { signal, redirect: 'manual' });
  const at = Date.parse(answer.headers.get('date') ?? '');
  return {
    status: answer.status,
    at: Number.isNaN(at) ? null : at,
    text: (await answer.text()).slice(0, PROBED_BYTES),
  };
}

function networkOf(settings: Settings, serving: string | null): Parameters<typeof reachChecks>[0] {
  const { environment: env, reach } = settings;
  const origins = { auth: reach.atlassianAuth, api: reach.atlassianApi, gateway: reach.forgeGateway };
  const outside = { ...origins, 'token-keys': reach.forgeJwks, 'repository-host': reach.githubApi };
  return {
    authOrigin: env.AUTH_BASE_URL ?? null,
    appOrigin: env.CTXPIPE_PUBLIC_APP_URL ?? null,
    serving,
    calledBack:
      !settings.demo && (env.ATLASSIAN_CLIENT_ID ?? env.GITHUB_APP_ID) !== undefined && !settings.allowLoopback,
    // A demonstration calls nothing outside.
    outside: settings.demo ? [] : Object.entries(outside).map(([name, url]) => ({ name, url })),
    clockUrl: settings.demo ? null : reach.atlassianApi,
    probe,
    now: systemClock.now,
  };
}

async function connectionChecks(settings: Settings, store: Store, version: string): Promise<readonly Check[]> {
  const { ports } = store;
  const { environment: env } = settings;
  const now = () => systemClock.now();
  const outside = openOutside(settings, systemClock, silent, version);
  const { openRepoHost } = createOpening(ports, outside, settings.globalRepoApp);
  const deployment = env.CTXPIPE_SWEEP_MINUTES === undefined ? undefined : env.CTXPIPE_SWEEP_MINUTES * 60_000;
  const checks: Check[] = [];
  const all = [];
  for (const connector of outside.sources.keys())
    for (const connection of await ports.connections.listAll(connector)) {
      all.push(connection);
      checks.push(
        ...sourceChecks(connection, { ports, sharedOAuth: settings.demo || settings.globalOAuth !== null, now }),
        ...mirrorChecks(connection, {
          ports,
          openRepoHost: settings.demo ? null : openRepoHost,
          sweepEveryMs: (one) => sweepEveryMs(one, deployment),
          now,
        }),
      );
    }
  for (const [connector, { registration }] of outside.repositories)
    for (const connection of await ports.connections.listAll(connector)) {
      all.push(connection);
      // The stand-ins of a demonstration answer its server alone.
      if (settings.demo) continue;
      checks.push(...repositoryHostChecks(connection, { ports, sharedApp: settings.globalRepoApp, registration }));
    }
  const organizations = new Set(all.map(({ orgId }) => orgId));
  const repositories = await Promise.all([...organizations].map((orgId) => ports.repositories.list(orgId)));
  checks.push({
    name: 'index',
    look: async () => repositories.flat().map((repository) => indexFinding(repository, now())),
  });
  return [...storedChecks(ports, all, secretNames, now), ...checks];
}

async function lookInside(settings: Settings, version: string): Promise<readonly Finding[]> {
  if (settings.databaseUrl === null && !existsSync(keysFile(settings.dataDir)))
    return [healthy('database', 'The embedded one is made at the first start.')];
  const database = await openExisting(settings);
  const { keys, previousKeys } = settings;
  const store = openStore({ url: database.url, encryptionKey: keys.encryptionKey, previousKeys, clock: systemClock });
  try {
    const found = await lookAtDatabase(store.ping, database.embedded);
    if (found.state !== 'ok') return [found];
    return [found, ...(await runChecks(await connectionChecks(settings, store, version)))];
  } finally {
    await store.close();
    await database.close();
  }
}

async function examine(): Promise<readonly Finding[]> {
  const { environment, problems } = readUsableEnvironment();
  const keysOf = async (folder: string) => (await readOwnKeys(folder).catch(() => null)) ?? standInKeys();
  const settings = await withStandIns(await settle(environment, environmentOfChildren(), keysOf));
  const { dataDir } = settings;
  const outer: readonly Check[] = [
    ...deploymentChecks({
      environmentProblems: problems,
      dataDir,
      keysGiven: environment.AUTH_SECRET !== undefined && environment.CONNECTION_SECRETS_ENCRYPTION_KEY !== undefined,
      keysFile: keysFile(dataDir),
      stat: async (path) => stat(path).catch(() => null),
      readKeys: () => readOwnKeys(dataDir),
      certificatesUnchecked: environment.NODE_TLS_REJECT_UNAUTHORIZED === '0',
      faultAt: environment.FAULT_AT ?? null,
    }),
    ...machineChecks(thisMachine(dataDir)),
    ...reachChecks(networkOf(settings, await findRunning(dataDir))),
  ];
  const inside = readVersion()
    .then((version) => lookInside(settings, version))
    .catch((error: unknown) => [brokenBy('database', error, 'Everything that ctx| knows is kept there.')]);
  return [...(await runChecks(outer)), ...(await inside)];
}

export const doctor = doctorCommand({ examine });
