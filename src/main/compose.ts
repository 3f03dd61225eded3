import { join } from 'node:path';
import { Secret } from '../core/secret.ts';
import { createCodeReader } from '../grammars/index.ts';
import type { Logger } from '../observe/log.ts';
import { createMetrics } from '../observe/metrics.ts';
import type { ServerDeps } from '../server/deps.ts';
import { openStore, type Store } from '../store/index.ts';
import type { WorkContext } from '../workflows/context.ts';
import { dryRun } from '../workflows/dry-run.ts';
import { createEmbedding } from '../workflows/embedding.ts';
import { openEngine } from '../workflows/engine.ts';
import { createJobs } from '../workflows/jobs.ts';
import { createWorker, type RunningWorker } from '../workflows/worker.ts';
import { systemClock } from './clock.ts';
import { createDoctor } from './examination.ts';
import { type Model, openModel } from './model.ts';
import { createOpening } from './opening.ts';
import { openOutside } from './outside.ts';
import { createProxyCheck, gitProxy } from './proxy.ts';
import { createOriginCheck, deploymentIdOf } from './public-origin.ts';
import type { Origins, Settings } from './settings.ts';

export interface Composition {
  readonly store: Store;
  /** What a server of this process is handed. */
  readonly serverDeps: ServerDeps;
  createWorker(): RunningWorker;
  close(): Promise<void>;
}

export interface ComposeOptions {
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly origins: Origins;
  readonly log: Logger;
  readonly version: string;
  /** Folder of the built web page; null serves none. */
  readonly webRoot: string | null;
  /** What pages say of a demonstration; null on a real deployment. */
  readonly demo: ServerDeps['settings']['demo'];
}

/** Says which point is reached, and ends this process at the given one, for tests of what survives that. */
function reachOf(log: Logger, fatal: string | undefined): (point: string) => void {
  return (point) => {
    log.debug({ point }, 'reached');
    if (point === fatal) process.kill(process.pid, 'SIGKILL');
  };
}

/** A worker that also keeps the vectors of texts up, where a model for them is configured. */
function withEmbedding(worker: RunningWorker, { ports, clock, log }: WorkContext, model: Model | null): RunningWorker {
  const { embeddings, locks } = ports;
  if (!model?.embedder || !embeddings) return worker;
  const embedding = createEmbedding({ ports: { embeddings, locks }, embedder: model.embedder, clock, log });
  return {
    async start() {
      await worker.start();
      embedding.start();
    },
    async stop() {
      await Promise.all([worker.stop(), embedding.stop()]);
    },
  };
}

/** Puts one process together. Nothing runs before a server listens or a worker starts. */
export function compose(options: ComposeOptions): Composition {
  const { settings, databaseUrl, origins, log, version } = options;
  const { environment } = settings;
  const clock = systemClock;
  const deploymentId = deploymentIdOf(settings.keys.authSecret);
  const metrics = createMetrics();
  const store = openStore({
    url: databaseUrl,
    encryptionKey: settings.keys.encryptionKey,
    previousKeys: settings.previousKeys,
    clock,
    log,
  });
  const { ports } = store;
  const outside = openOutside(settings, clock, log, version);
  const model = openModel(settings, clock, log, version);
  const engine = openEngine({ url: databaseUrl });
  const repositoryConnectors = new Set(outside.repositories.keys());
  const jobs = createJobs({ engine, ports, clock, repositoryConnectors });
  const opening = createOpening(ports, outside, settings.globalRepoApp);

  const proxy = gitProxy(settings.childEnvironment, settings.reach.githubWeb);
  const context: WorkContext = {
    ports,
    sources: outside.sources,
    repositories: outside.repositories,
    ...opening,
    headMoved: (orgId, repositoryId) => jobs.index(orgId, repositoryId),
    code: createCodeReader(),
    clock,
    log,
    publicOrigin: origins.app,
    ...(environment.CTXPIPE_ORIGIN_CHECK === 'off'
      ? {}
      : {
          checkPublicOrigin: createOriginCheck({
            origin: origins.app,
            deploymentId,
            version,
            now: clock.now,
            sleep: clock.sleep,
          }),
        }),
    ...(proxy === null ? {} : { checkProxy: createProxyCheck(proxy) }),
    cacheDir: join(settings.dataDir, 'cache'),
    globalOAuth: settings.globalOAuth,
    ...(environment.CTXPIPE_SWEEP_MINUTES === undefined
      ? {}
      : { sweepEveryMs: environment.CTXPIPE_SWEEP_MINUTES * 60_000 }),
    reach: reachOf(log, environment.FAULT_AT),
  };

  return {
    store,
    serverDeps: {
      ports,
      jobs,
      sources: outside.sources,
      repositories: outside.repositories,
      ...opening,
      dryRun: (orgId, connectionId, scope) => dryRun(context, orgId, connectionId, scope),
      auth: {
        database: store.authDatabase,
        secret: new Secret(settings.keys.authSecret.reveal()),
        baseUrl: origins.auth,
      },
      settings: {
        publicOrigin: origins.app,
        globalOAuth: settings.globalOAuth,
        installUrl: environment.CONFLUENCE_FORGE_INSTALL_URL ?? null,
        globalRepoApp: settings.globalRepoApp,
        demo: options.demo,
        secureCookies: origins.auth.startsWith('https:'),
        deploymentId,
        version,
      },
      clock,
      log,
      metrics,
      async health() {
        const database = await store.ping().then(
          () => 'ok',
          (error: unknown) => (error instanceof Error ? error.message : 'unreachable'),
        );
        return { ready: database === 'ok', checks: { database } };
      },
      doctor: createDoctor(
        settings,
        { store, outside, opening },
        { version, origins, embedder: model?.embedder ?? null },
      ),
      subscribe: store.subscribe,
      listening: store.listening,
      writer: model?.writer ?? null,
      embedder: model?.embedder ?? null,
      reranker: model?.reranker ?? null,
      webRoot: options.webRoot,
    },
    createWorker: () =>
      withEmbedding(createWorker({ url: databaseUrl, context, onWork: store.onWork }), context, model),
    async close() {
      await engine.close();
      outside.close();
      model?.close();
      await store.close();
    },
  };
}
