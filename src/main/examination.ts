import { stat } from 'node:fs/promises';
import { lookAtDatabase } from '../cli/doctor/database.ts';
import { deploymentChecks } from '../cli/doctor/deployment.ts';
import { type Check, runChecks } from '../cli/doctor/finding.ts';
import { machineChecks } from '../cli/doctor/machine.ts';
import { modelChecks } from '../cli/doctor/model.ts';
import { type ConnectionsDeps, organizationChecks } from '../cli/doctor/organization.ts';
import { proxyChecks } from '../cli/doctor/proxy.ts';
import { type Probe, reachChecks } from '../cli/doctor/reach.ts';
import { workerChecks } from '../cli/doctor/workers.ts';
import type { Problem } from '../core/problem.ts';
import type { Embedder } from '../core/roles/embedder.ts';
import { returnRoutes } from '../server/contract.ts';
import type { ServerDeps } from '../server/deps.ts';
import { secretNames } from '../store/connections.ts';
import type { Store } from '../store/index.ts';
import { seeCertificate } from './certificate.ts';
import { systemClock } from './clock.ts';
import { keysFile, readOwnKeys } from './keys.ts';
import { thisMachine } from './machine.ts';
import type { Opening } from './opening.ts';
import type { Outside } from './outside.ts';
import { createProxyCheck, gitProxy } from './proxy.ts';
import { findRunning } from './running.ts';
import type { Origins, Settings } from './settings.ts';

const PROBED_BYTES = 2000;
/** Somebody waits at a page for all of the looks, which go on side by side. */
const LONGEST_LOOK_MS = 8_000;

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
    certificate: seeCertificate,
    probe,
    now: systemClock.now,
  };
}

/** Everything around the database: configuration, machine and network. */
export async function outerChecks(settings: Settings, problems: readonly Problem[]): Promise<readonly Check[]> {
  const { dataDir, environment } = settings;
  const proxy = gitProxy(settings.childEnvironment, settings.reach.githubWeb);
  return [
    ...deploymentChecks({
      environmentProblems: problems,
      dataDir,
      keysGiven: environment.AUTH_SECRET !== undefined && environment.CONNECTION_SECRETS_ENCRYPTION_KEY !== undefined,
      keysFile: keysFile(dataDir),
      stat: async (path) => stat(path).catch(() => null),
      readKeys: () => readOwnKeys(dataDir),
      certificatesUnchecked: environment.NODE_TLS_REJECT_UNAUTHORIZED === '0',
      telemetryTo: environment.OTEL_EXPORTER_OTLP_ENDPOINT
        ? new URL(environment.OTEL_EXPORTER_OTLP_ENDPOINT).origin
        : null,
      faultAt: environment.FAULT_AT ?? null,
    }),
    ...machineChecks(thisMachine(dataDir)),
    ...reachChecks(networkOf(settings, await findRunning(dataDir))),
    ...proxyChecks(settings.demo || proxy === null ? null : { place: proxy.place, look: createProxyCheck(proxy) }),
  ];
}

/** Origins as in `Origins`; null: not known. */
export interface Surroundings {
  /** Repositories, their hosts and sources may be asked. */
  readonly asking: boolean;
  readonly publicOrigin: string | null;
  readonly authOrigin: string | null;
}

/** What the looks at connections are handed. */
export function connectionsDeps(
  settings: Settings,
  parts: { readonly store: Store; readonly outside: Outside; readonly opening: Opening },
  { asking, publicOrigin, authOrigin }: Surroundings,
): ConnectionsDeps {
  const { CTXPIPE_SWEEP_MINUTES: minutes } = settings.environment;
  return {
    ports: parts.store.ports,
    sources: parts.outside.sources,
    repositories: parts.outside.repositories,
    openRepoHost: asking ? parts.opening.openRepoHost : null,
    sharedOAuth: settings.globalOAuth ?? (settings.demo ? 'unknown' : null),
    callbackUrl: authOrigin === null ? null : `${authOrigin}${returnRoutes.oauthCallback}`,
    sharedApp: settings.globalRepoApp,
    publicOrigin,
    sweepMs: minutes === undefined ? undefined : minutes * 60_000,
    secretNames,
    now: () => systemClock.now(),
  };
}

/** The doctor of a server that runs. */
export function createDoctor(
  settings: Settings,
  parts: Parameters<typeof connectionsDeps>[1],
  {
    version,
    origins,
    embedder,
  }: { readonly version: string; readonly origins: Origins; readonly embedder: Embedder | null },
): ServerDeps['doctor'] {
  const deps = connectionsDeps(settings, parts, { asking: true, publicOrigin: origins.app, authOrigin: origins.auth });
  return {
    organization: async (orgId) => runChecks(await organizationChecks(deps, orgId), LONGEST_LOOK_MS),
    async deployment() {
      const database: Check = {
        name: 'database',
        look: () => lookAtDatabase(parts.store.ping, settings.databaseUrl === null),
      };
      const { workers, embeddings } = parts.store.ports;
      const work = workerChecks({ workers, version, expected: true, now: systemClock.now });
      // This process would not run with an environment that cannot be used.
      const model = modelChecks(embedder, embeddings);
      return runChecks([...(await outerChecks(settings, [])), database, ...work, ...model], LONGEST_LOOK_MS);
    },
  };
}
