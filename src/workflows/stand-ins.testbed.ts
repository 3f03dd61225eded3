import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Atlassian, startAtlassian } from '../../sandbox/atlassian/index.ts';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { installApp } from '../../sandbox/github/testing/installed-app.ts';
import { loadWorld } from '../../sandbox/worlds/load.ts';
import { configPath, printScope } from '../config/index.ts';
import { appScopes } from '../connectors/confluence/app-scopes.ts';
import { createContentSource } from '../connectors/confluence/content-source.ts';
import { createGitHub } from '../connectors/github/index.ts';
import type { Connection } from '../core/connection.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { RepositoryConnector, SourceConnector } from '../core/roles/connector.ts';
import type { SystemToken } from '../core/roles/event-source.ts';
import type { Scope } from '../core/scope.ts';
import { Secret } from '../core/secret.ts';
import { createHttp, type HttpOptions } from '../net/http.ts';
import type { Http } from '../net/request.ts';
import { openStore, type Store } from '../store/index.ts';
import { createTestDatabase } from '../store/store.testbed.ts';
import type { WorkContext } from './context.ts';
import { type Engine, openEngine } from './engine.ts';
import { createJobs, type WorkerJobs } from './jobs.ts';

/** All that another process needs to work in the same world. */
export interface WorldAddress {
  readonly databaseUrl: string;
  readonly encryptionKey: string;
  readonly orgId: string;
  readonly siteOrigin: string;
  readonly cloudId: string;
  readonly siteUrl: string;
  readonly token: string;
  readonly hostApi: string;
  readonly hostWeb: string;
  readonly appId: string;
  readonly privateKey: string;
  readonly installationId: string;
  readonly cacheDir: string;
}

export interface OpenedWorld {
  readonly store: Store;
  readonly context: WorkContext;
  readonly engine: Engine;
  readonly jobs: WorkerJobs;
  close(): Promise<void>;
}

const machineClock: Clock = { now: Date.now, sleep: async (ms) => void (await sleep(ms)) };

/** A site of another organization that works on the same product. */
export interface Sited {
  readonly address: WorldAddress;
  readonly token: () => Promise<SystemToken>;
}

/** What a world is opened with in place of the usual. */
export interface WorldParts {
  readonly reach?: (point: string) => void;
  readonly clock?: Clock;
  /** From 0 up to 1, for jitter. */
  readonly random?: () => number;
  readonly limits?: HttpOptions['limits'];
  readonly token?: () => Promise<SystemToken>;
  readonly beside?: Sited;
  readonly engine?: Engine;
  /** Stands between the connectors and the outside. */
  readonly wrapHttp?: (http: Http) => Http;
  readonly maxConnections?: number;
}

/** The real connectors on the stand-ins, the real store on its database. */
export function openWorld(address: WorldAddress, parts: WorldParts = {}): OpenedWorld {
  const clock = parts.clock ?? machineClock;
  const encryptionKey = new Secret(address.encryptionKey);
  const { maxConnections, random, limits } = parts;
  const store = openStore({
    url: address.databaseUrl,
    encryptionKey,
    clock,
    ...(maxConnections ? { maxConnections } : {}),
  });
  const { ports } = store;
  const client = createHttp({
    userAgent: 'ctxpipe-test/1',
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    allowLoopback: true,
    ...(random ? { random } : {}),
    ...(limits ? { limits } : {}),
  });
  const http = parts.wrapHttp?.(client) ?? client;
  const github = createGitHub({
    apiBaseUrl: address.hostApi,
    webBaseUrl: address.hostWeb,
    cacheDir: address.cacheDir,
    now: () => clock.now(),
    sleep: (ms) => clock.sleep(ms),
  });
  const engine = parts.engine ?? openEngine({ url: address.databaseUrl });
  const jobs = createJobs({ engine, ports, clock, repositoryConnectors: new Set(['github']) });
  const host = github.open({
    appId: address.appId,
    privateKey: new Secret(address.privateKey),
    installationId: address.installationId,
  });
  const openSource = async ({ orgId }: Pick<Connection, 'orgId'>) => {
    const beside = parts.beside?.address.orgId === orgId ? parts.beside : null;
    const { siteOrigin, cloudId, siteUrl } = beside?.address ?? address;
    return createContentSource({
      http,
      now: () => clock.now(),
      apiBaseUrl: siteOrigin,
      siteId: cloudId,
      siteUrl,
      token: beside?.token ?? parts.token ?? (async () => lastingToken(address)),
    });
  };
  return {
    store,
    engine,
    jobs,
    context: {
      ports,
      sources: new Map([['confluence', {} as SourceConnector]]),
      repositories: new Map<string, RepositoryConnector>([['github', github]]),
      openSource,
      openRepoHost: async () => host,
      headMoved: (orgId, repositoryId) => jobs.index(orgId, repositoryId),
      clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      publicOrigin: 'https://ctx.example',
      cacheDir: address.cacheDir,
      reach: parts.reach ?? (() => undefined),
    },
    async close() {
      client.close();
      await engine.close();
      await store.close();
    },
  };
}

function lastingToken(address: WorldAddress): SystemToken {
  return {
    token: new Secret(address.token),
    apiBaseUrl: address.siteOrigin,
    issuedAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2036-01-01T00:00:00.000Z',
  };
}

export interface StandIns {
  readonly atlassian: Atlassian;
  readonly github: GitHubSandbox;
  /** A database, an organization and a repository of their own, linked to the site. */
  newMirror(scope: Scope): Promise<StandInMirror>;
  close(): Promise<void>;
}

export interface StandInMirror extends OpenedWorld {
  readonly address: WorldAddress;
  readonly source: Connection;
  readonly repository: string;
}

/** Both stand-ins on a demonstration world, with our app installed on either side. */
export async function startStandIns(world: 'acme' | 'large' = 'acme', pages?: number): Promise<StandIns> {
  const folder = await mkdtemp(join(tmpdir(), 'ctx-workflows-'));
  const atlassian = await startAtlassian({
    world: await loadWorld(world, pages === undefined ? {} : { pages }),
  });
  const github = await startGitHub({ dataDir: join(folder, 'host') });
  const installed = await installApp(github, { repositories: 'all' });
  const [site] = atlassian.state.sites;
  const token = `system-token-${randomUUID()}`;
  const expiresAt = Date.parse('2036-01-01T00:00:00.000Z');
  const { cloudId, url: siteUrl } = site!;
  atlassian.state.registerSystemToken(token, { cloudId, appId: 'app-1', scopes: appScopes, expiresAt });
  const closers: (() => Promise<void>)[] = [];
  let mirrors = 0;
  return {
    atlassian,
    github,
    async newMirror(scope) {
      const name = `mirror-${++mirrors}`;
      const repository = `acme/${name}`;
      const files = { 'README.md': '# Knowledge\n', [configPath('confluence')]: printScope(scope) };
      const { id } = await github.human.createRepository({ name, files });
      const database = await createTestDatabase();
      const address: WorldAddress = {
        databaseUrl: database.url,
        encryptionKey: 'ab'.repeat(32),
        orgId: randomUUID(),
        siteOrigin: atlassian.origin,
        cloudId,
        siteUrl,
        token,
        hostApi: github.apiUrl,
        hostWeb: github.origin,
        appId: installed.appId,
        privateKey: installed.privateKey,
        installationId: installed.installationId,
        cacheDir: join(folder, name),
      };
      const opened = openWorld(address);
      const { connections } = opened.context.ports;
      const host = await connections.create(address.orgId, { connector: 'github', name: 'Host' });
      const target = { connectionId: host.id, repositoryId: String(id), fullName: repository, branch: 'main' };
      const source = await connections.create(address.orgId, {
        connector: 'confluence',
        name: 'Wiki',
        config: { target, site: { id: cloudId, name: 'Acme', url: siteUrl } },
      });
      closers.push(async () => {
        await opened.close();
        await database.close();
      });
      return { ...opened, address, source, repository };
    },
    async close() {
      for (const close of closers) await close();
      await atlassian.close();
      await github.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
