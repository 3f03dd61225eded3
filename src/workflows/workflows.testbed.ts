import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { configPath, printScope } from '../config/index.ts';
import { createFakeContentSource } from '../connectors/fake/content-source.ts';
import { createFakeEventSource } from '../connectors/fake/events.ts';
import { createFakeProvisioner } from '../connectors/fake/provisioner.ts';
import { createFakeHost, type FakeHost } from '../connectors/fake/repo-host.ts';
import { createFakeIdentity } from '../connectors/fake/sign-in.ts';
import { createFakeSite, type FakeSite } from '../connectors/fake/site.ts';
import type { Change, ChangeAction } from '../core/change.ts';
import type { Connection, JsonObject } from '../core/connection.ts';
import type { Ports } from '../core/ports/index.ts';
import type { AppRegistration } from '../core/roles/app-registration.ts';
import type { RepositoryConnector, SourceConnector } from '../core/roles/connector.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { Run, RunKind } from '../core/run.ts';
import type { Scope, SpaceScope } from '../core/scope.ts';
import { createCodeReader } from '../grammars/index.ts';
import { createTestDatabase, createTestStore, type TestStore } from '../store/store.testbed.ts';
import type { WorkContext } from './context.ts';
import { type Engine, openEngine } from './engine.ts';
import { createJobs, type WorkerJobs } from './jobs.ts';
import { createWorker, type RunningWorker } from './worker.ts';

export const SITE_HOST = 'acme.wiki.example';
export const API_TOKEN = 'canary-api-token-7f31';

const guide = { name: 'Fake', steps: {} };
const notHere = () => {
  throw new Error('nothing here registers an app');
};
const registration: AppRegistration = {
  form: notHere,
  convert: notHere,
  installUrl: notHere,
  installations: notHere,
  authorizeUrl: notHere,
  administeredBy: notHere,
  webhook: notHere,
  missingPermissions: () => [],
};

export function spaceScope(change: Partial<SpaceScope> = {}): SpaceScope {
  const exclude = { pageIds: [], labels: [] };
  return { key: 'DOC', selectedPageIds: null, includeDescendants: false, exclude, ...change };
}

export function scopeOf(...spaces: readonly SpaceScope[]): Scope {
  return { version: 1, source: 'wiki', spaces, attachments: { include: true, maxBytes: 1_000 }, blogPosts: false };
}

export interface Bed {
  readonly testStore: TestStore;
  readonly ports: Ports;
  readonly orgId: string;
  readonly site: FakeSite;
  readonly host: FakeHost;
  readonly context: WorkContext;
  readonly engine: Engine;
  readonly jobs: WorkerJobs;
  readonly worker: RunningWorker;
  readonly source: Connection;
  readonly repositories: Connection;
  /** Stands between the site and the workflows: replaced by tests that break it. */
  wrap: (source: ContentSource) => ContentSource;
  reached: (point: string) => void;
  connection(): Promise<Connection>;
  /** The scope file as a person would commit it. */
  putScope(scope: Scope): Promise<void>;
  /** Starts a run and waits for its end. */
  run(kind: RunKind): Promise<Run>;
  /** Waits for the end of a run. */
  ended(runId: string): Promise<Run>;
  /** Events as the receiver would write them; returns the run that settled them. */
  event(...changes: readonly (readonly [pageId: string, action: ChangeAction])[]): Promise<Run>;
  /** Waits until `look` gives something. */
  until<Value>(look: () => Promise<Value | null | undefined | false>, what: string, ms?: number): Promise<Value>;
  /** Files of the mirror on the branch: path to text. */
  files(branch?: string): Record<string, string>;
  /** The file of a page, found by its front matter. */
  file(pageId: string): { readonly path: string; readonly text: string } | null;
  commits(branch?: string): number;
  close(): Promise<void>;
}

/** Keeps the database server for a whole file, so that each test only needs a database. Call what it gives in `afterAll`. */
export async function keepServer(): Promise<() => Promise<void>> {
  const database = await createTestDatabase('empty');
  return database.close;
}

export interface BedOptions {
  readonly site?: FakeSite;
  /** Starts no worker: the test does. */
  readonly idle?: boolean;
}

export function changeOf(pageId: string, action: ChangeAction): Change {
  return { subject: 'page', subjectId: pageId, spaceId: 's1', action, at: '2026-03-02T10:00:00.000Z' };
}

/** A world of fakes on a real database: a site with one space, a host with one repository, a worker. */
export async function startBed(options: BedOptions = {}): Promise<Bed> {
  const testStore = await createTestStore();
  const { ports, store } = testStore;
  const orgId = randomUUID();
  const site = options.site ?? createFakeSite();
  const host = createFakeHost();
  const identity = createFakeIdentity(Date.now);
  const provisioner = createFakeProvisioner({ apiToken: API_TOKEN, siteHost: SITE_HOST });
  const events = createFakeEventSource();
  const clock = { now: Date.now, sleep: async (ms: number) => void (await sleep(ms)) };
  const sourceConnector: SourceConnector = {
    id: 'wiki',
    guide,
    signIn: identity.signIn,
    events,
    provisioner,
    open: () => createFakeContentSource(site),
  };
  const repositoryConnector: RepositoryConnector = { id: 'git', guide, events, registration, open: () => host.host };
  const engine = openEngine({ url: testStore.url });
  const jobs = createJobs({ engine, ports, clock, repositoryConnectors: new Set(['git']) });
  const repositories = await ports.connections.create(orgId, { connector: 'git', name: 'Host' });
  const target = {
    connectionId: repositories.id,
    repositoryId: host.repository.id,
    fullName: host.repository.fullName,
    branch: 'main',
  };
  const source = await ports.connections.create(orgId, { connector: 'wiki', name: 'Wiki', config: { target } });

  const bed: { -readonly [Key in keyof Bed]: Bed[Key] } = {
    testStore,
    ports,
    orgId,
    site,
    host,
    engine,
    jobs,
    source,
    repositories,
    wrap: (one) => one,
    reached: () => undefined,
    context: {
      ports,
      sources: new Map([['wiki', sourceConnector]]),
      repositories: new Map([['git', repositoryConnector]]),
      openSource: async () => bed.wrap(createFakeContentSource(site)),
      openRepoHost: async () => host.host,
      headMoved: (org, repositoryId) => jobs.index(org, repositoryId),
      code: createCodeReader(),
      clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      publicOrigin: 'https://ctx.example',
      cacheDir: '/nowhere',
      reach: (point) => bed.reached(point),
    },
    worker: undefined as unknown as RunningWorker,
    async connection() {
      return (await ports.connections.get(orgId, source.id))!;
    },
    async putScope(scope) {
      await host.commitElsewhere('main', configPath('wiki'), printScope(scope));
    },
    async run(kind) {
      const { id } = await jobs.sync(orgId, source.id, kind);
      return finished(bed, id);
    },
    async event(...changes) {
      await ports.journal.append(
        orgId,
        source.id,
        randomUUID(),
        changes.map(([pageId, action]) => changeOf(pageId, action)),
      );
      await bed.until(async () => (await ports.journal.countPending(orgId, source.id)) === 0, 'events to be settled');
      const [run] = await ports.runs.list(orgId, source.id, 1);
      return finished(bed, run!.id);
    },
    ended: (runId) => finished(bed, runId),
    until,
    files(branch = 'main') {
      const { branches, commits, blobs } = host.content;
      const tree = commits.get(branches.get(branch) ?? '')?.tree ?? new Map<string, string>();
      const paths = [...tree].filter(
        ([path]) => path.startsWith('wiki/') && !/\/config\.(?:yaml|schema\.json)$/.test(path),
      );
      return Object.fromEntries(paths.map(([path, blob]) => [path, Buffer.from(blobs.get(blob)!).toString('utf8')]));
    },
    file(pageId) {
      const found = Object.entries(bed.files()).find(([, text]) =>
        new RegExp(`^id: ["']?${pageId}["']?$`, 'm').test(text),
      );
      return found ? { path: found[0], text: found[1] } : null;
    },
    commits(branch = 'main') {
      let count = 0;
      for (let at = host.content.branches.get(branch) ?? null; at !== null; count += 1)
        at = host.content.commits.get(at)!.parent;
      return count;
    },
    async close() {
      if (!options.idle) await bed.worker.stop();
      await engine.close();
      await testStore.close();
    },
  };
  bed.worker = createWorker({ url: testStore.url, context: bed.context, onWork: store.onWork });
  if (!options.idle) await bed.worker.start();
  return bed;
}

function finished(bed: Pick<Bed, 'ports' | 'orgId'>, runId: string): Promise<Run> {
  return until(async () => {
    const run = await bed.ports.runs.get(bed.orgId, runId);
    return run?.state === 'running' ? null : run;
  }, `run ${runId} to end`);
}

export async function until<Value>(
  look: () => Promise<Value | null | undefined | false>,
  what: string,
  ms = 20_000,
): Promise<Value> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(20);
  }
}

/** The configuration of a connection as JSON, for comparisons. */
export async function configOf(bed: Bed): Promise<JsonObject> {
  return (await bed.connection()).config;
}
