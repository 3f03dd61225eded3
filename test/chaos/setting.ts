import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Atlassian, startAtlassian } from '../../sandbox/atlassian/index.ts';
import { GitStore } from '../../sandbox/github/git-store.ts';
import { type GitHubSandbox, startGitHub } from '../../sandbox/github/index.ts';
import { type InstalledApp, installApp } from '../../sandbox/github/testing/installed-app.ts';
import type { World } from '../../sandbox/worlds/world.ts';
import { configPath, printScope } from '../../src/config/index.ts';
import { appScopes } from '../../src/connectors/confluence/app-scopes.ts';
import type { SystemToken } from '../../src/core/roles/event-source.ts';
import type { Scope } from '../../src/core/scope.ts';
import { Secret } from '../../src/core/secret.ts';
import { openStore } from '../../src/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/store/store.testbed.ts';
import type { WorldAddress } from '../../src/workflows/stand-ins.testbed.ts';
import { JumpingClock } from './clock.ts';
import type { Dice } from './dice.ts';
import { Product } from './product.ts';

/** What all schedules of a command share: the repository host and the time. */
export interface Setting {
  readonly clock: JumpingClock;
  readonly github: GitHubSandbox;
  readonly store: GitStore;
  readonly app: InstalledApp;
  readonly folder: string;
  close(): Promise<void>;
}

/** Ahead of the database's time from the beginning, so that the first schedule of a command is like the others. */
const DAY_MS = 24 * 3_600_000;

export async function openSetting(clock = new JumpingClock(DAY_MS)): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-chaos-'));
  const dataDir = join(folder, 'host');
  const github = await startGitHub({ dataDir, clock });
  const app = await installApp(github, { repositories: 'all' });
  const keptServer = await createTestDatabase('empty');
  return {
    clock,
    github,
    store: new GitStore(dataDir),
    app,
    folder,
    async close() {
      await github.close();
      await keptServer.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A site and a database of one schedule. */
export interface Site {
  readonly atlassian: Atlassian;
  readonly cloudId: string;
  readonly database: TestDatabase;
  /** Secrets that must stand nowhere but sealed. */
  readonly canaries: readonly string[];
  readonly token: () => Promise<SystemToken>;
  revokeToken(): void;
  grantToken(): void;
  close(): Promise<void>;
}

const TOKEN_HOURS = 24 * 365;

/** A site, with a database of its own where none is given. */
export async function openSite({ clock, app }: Setting, world: World, known?: TestDatabase): Promise<Site> {
  const [atlassian, database] = await Promise.all([startAtlassian({ world, clock }), known ?? createTestDatabase()]);
  const { cloudId } = atlassian.state.sites[0]!;
  const canaries: string[] = [app.privateKey.split('\n')[3]!];
  let token = '';
  const grantToken = () => {
    token = `canary-system-token-${randomUUID()}`;
    canaries.push(token);
    const expiresAt = clock.now() + TOKEN_HOURS * 3_600_000;
    atlassian.state.registerSystemToken(token, { cloudId, appId: 'app-1', scopes: appScopes, expiresAt });
  };
  grantToken();
  return {
    atlassian,
    cloudId,
    database,
    canaries,
    token: async () => ({
      token: new Secret(token),
      apiBaseUrl: atlassian.origin,
      issuedAt: new Date(clock.now()).toISOString(),
      expiresAt: new Date(clock.now() + TOKEN_HOURS * 3_600_000).toISOString(),
    }),
    revokeToken: () => void atlassian.state.systemTokens.delete(token),
    grantToken,
    async close() {
      await atlassian.close();
      await database.close();
    },
  };
}

/** A repository that holds a scope file, and a connection whose mirror goes there. */
export interface Place {
  readonly address: WorldAddress;
  readonly orgId: string;
  readonly connectionId: string;
  readonly repositoryId: number;
  /** As it is called now. */
  repository: string;
}

/** A place where nothing has been mirrored yet. */
export async function openPlace(
  setting: Setting,
  site: Site,
  parts: { readonly name: string; readonly scope: Scope },
): Promise<Place> {
  const { github, app, folder } = setting;
  const { name, scope } = parts;
  const files = { 'README.md': '# Knowledge\n', [configPath('confluence')]: printScope(scope) };
  const { id } = await github.human.createRepository({ name, files });
  const address: WorldAddress = {
    databaseUrl: site.database.url,
    encryptionKey: 'ab'.repeat(32),
    orgId: randomUUID(),
    siteOrigin: site.atlassian.origin,
    cloudId: site.cloudId,
    siteUrl: site.atlassian.state.sites[0]!.url,
    token: (await site.token()).token.reveal(),
    hostApi: github.apiUrl,
    hostWeb: github.origin,
    appId: app.appId,
    privateKey: app.privateKey,
    installationId: app.installationId,
    cacheDir: join(folder, name),
  };
  const { orgId } = address;
  const store = openStore({
    url: address.databaseUrl,
    encryptionKey: new Secret(address.encryptionKey),
    clock: setting.clock,
    maxConnections: 1,
  });
  const { connections } = store.ports;
  const host = await connections.create(orgId, { connector: 'github', name: 'Host' });
  const repository = `acme/${name}`;
  const target = { connectionId: host.id, repositoryId: String(id), fullName: repository, branch: 'main' };
  const config = { target, site: { id: site.cloudId, name: 'Acme', url: address.siteUrl } };
  const source = await connections.create(orgId, { connector: 'confluence', name: 'Wiki', config });
  await store.close();
  return { address, orgId, connectionId: source.id, repositoryId: id, repository };
}

/** A place and the product that works on it. */
export interface Mirror extends Place {
  readonly product: Product;
}

export async function openMirror(
  setting: Setting,
  site: Site,
  parts: {
    readonly name: string;
    readonly scope: Scope;
    readonly dice: Dice;
    /** Another organization on the same product. */
    readonly beside?: { readonly site: Site; readonly place: Place };
  },
): Promise<Mirror> {
  const place = await openPlace(setting, site, parts);
  const { beside } = parts;
  const product = new Product(place.address, {
    clock: setting.clock,
    dice: parts.dice,
    token: site.token,
    ...(beside ? { beside: { address: beside.place.address, token: beside.site.token } } : {}),
  });
  return { ...place, product };
}
