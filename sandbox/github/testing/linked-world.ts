import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHub } from '../../../src/connectors/github/index.ts';
import type { RepositoryConnector } from '../../../src/core/roles/connector.ts';
import type { GitMirror, RepoHost, Repository } from '../../../src/core/roles/repo-host.ts';
import { Secret } from '../../../src/core/secret.ts';
import { type GitHubSandbox, startGitHub } from '../index.ts';
import { type AppWish, type InstalledApp, installApp } from './installed-app.ts';

/** The stand-in with one repository, `acme/docs`, and the connector linked to it. */
export interface LinkedWorld {
  readonly folder: string;
  readonly cacheDir: string;
  readonly sandbox: GitHubSandbox;
  readonly installed: InstalledApp;
  readonly connector: RepositoryConnector;
  readonly host: RepoHost;
  /** Waits that were asked for, in milliseconds; none of them is waited. */
  readonly waits: number[];
  repository(name?: string): Promise<Repository>;
  mirror(name?: string): Promise<GitMirror>;
  /** Another connector on a clone of its own, such as another worker. */
  other(): RepoHost;
  close(): Promise<void>;
}

export async function startLinkedWorld(
  wish: Partial<AppWish> = {},
  users?: Parameters<typeof startGitHub>[0]['users'],
): Promise<LinkedWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'github-connector-'));
  const sandbox = await startGitHub({ dataDir: join(folder, 'host'), users });
  await sandbox.human.createRepository({ name: 'docs', files: { 'README.md': '# Docs\n' } });
  const installed = await installApp(sandbox, { repositories: 'all', ...wish });
  const cacheDir = join(folder, 'cache');
  const waits: number[] = [];
  const connect = (cache: string): RepositoryConnector =>
    createGitHub({
      apiBaseUrl: sandbox.apiUrl,
      webBaseUrl: sandbox.origin,
      cacheDir: cache,
      now: () => sandbox.clock.now(),
      sleep: async (ms) => {
        waits.push(ms);
        sandbox.clock.advance(ms);
      },
    });
  const identity = {
    appId: installed.appId,
    privateKey: new Secret(installed.privateKey),
    installationId: installed.installationId,
  };
  const connector = connect(cacheDir);
  const host = connector.open(identity);
  const repository = async (name = 'acme/docs'): Promise<Repository> => {
    const found = (await host.listRepositories()).find(({ fullName }) => fullName === name);
    if (!found) throw new Error(`no repository ${name}`);
    return found;
  };
  let others = 0;
  return {
    folder,
    cacheDir,
    sandbox,
    installed,
    connector,
    host,
    waits,
    repository,
    mirror: async (name) => host.openMirror(await repository(name)),
    other: () => connect(join(folder, `cache-${++others}`)).open(identity),
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
