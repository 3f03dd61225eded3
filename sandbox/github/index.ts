import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import {
  createSandboxServer,
  type FaultBoard,
  type RequestLog,
  type SandboxApp,
  type SandboxClock,
  type SandboxEnv,
} from '../core/index.ts';
import { createRoutes } from './app.ts';
import { GitStore } from './git-store.ts';
import { createHuman, type Human } from './human.ts';
import { type Account, createState, defaultUsers, type GitHubState } from './state.ts';
import { apiUrl, createWorld, type World } from './world.ts';

export type { Human, NewRepository } from './human.ts';
export type { GitHubState, RepositoryRecord } from './state.ts';

export interface GitHubSandboxOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Repositories and `state.json`; what is there already is taken up again. */
  readonly dataDir: string;
  /** The first person clicks in the pages, the first organization owns what names no owner. */
  readonly users?: readonly Omit<Account, 'id'>[];
  /** Runs once on a fresh data folder, before the start is reported. */
  readonly seed?: (human: Human) => Promise<void>;
  readonly clock?: SandboxClock;
}

export interface GitHubSandbox {
  readonly origin: string;
  /** Base of the REST API. */
  readonly apiUrl: string;
  readonly state: GitHubState;
  /** What people do at the host, for tests and demos in the same process. */
  readonly human: Human;
  readonly webhooks: World['webhooks'];
  readonly limits: World['limits'];
  readonly clock: SandboxClock;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  close(): Promise<void>;
}

const savedEvery = 2000;

/** Starts the stand-in for GitHub: web pages, REST API under `/api/v3` and Git over HTTP at one origin. */
export async function startGitHub(options: GitHubSandboxOptions): Promise<GitHubSandbox> {
  await mkdir(options.dataDir, { recursive: true });
  const file = join(options.dataDir, 'state.json');
  const kept = await readFile(file, 'utf8').catch(() => null);
  const state = createState(kept === null ? (options.users ?? defaultUsers) : []);
  // Over a fresh one, so that what an older start did not know is there.
  if (kept !== null) Object.assign(state, JSON.parse(kept) as GitHubState);
  const app: SandboxApp = new Hono<SandboxEnv>();
  const server = createSandboxServer({ name: 'github', app, clock: options.clock, redactPath, aliases });
  const world = createWorld(state, new GitStore(options.dataDir), () => server.clock.now());
  const human = createHuman(world);
  createRoutes(app, world, human);

  const save = saver(file, state);
  const origin = await server.start(options.port ?? 0);
  world.address.origin = origin;
  if (kept === null) await options.seed?.(human);
  await save();
  const timer = setInterval(() => void save(), savedEvery);
  timer.unref();

  return {
    origin,
    apiUrl: apiUrl(world),
    state,
    human,
    webhooks: world.webhooks,
    limits: world.limits,
    clock: server.clock,
    faults: server.faults,
    log: server.log,
    async close() {
      clearInterval(timer);
      await server.close();
      await world.webhooks.idle();
      await save();
    },
  };
}

/** Faults may name routes of the API as the host's documentation does. */
function aliases(path: string): readonly string[] {
  return path.startsWith('/api/v3/') ? [path.slice('/api/v3'.length)] : [];
}

/** Codes of the manifest flow are credentials. */
function redactPath(path: string): string {
  return path.replace(/(\/app-manifests\/)[^/]+/, '$1…');
}

/** Writes the state where it changed, whole or not at all. */
function saver(file: string, state: GitHubState): () => Promise<void> {
  let written = '';
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(async () => {
      const text = JSON.stringify(state);
      if (text === written) return;
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      await rename(`${file}.new`, file);
      written = text;
    });
    return last;
  };
}
