import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { Problem } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import { type StoreLog, silentLog } from '../log.ts';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { createCluster, createFolders, ROLE } from './create-cluster.ts';
import { choosePlace, type Place } from './place.ts';
import { awaitReady, findPostmaster, logTail, type Postmaster, spawnPostmaster, stopPostmaster } from './postmaster.ts';
import { describeSelf, isHolderAlive, withProcessLock } from './process-lock.ts';
import { isAlive } from './processes.ts';

export interface EmbeddedOptions {
  /** The deployment's data folder; the server keeps to its `postgres` folder. */
  readonly dataDir: string;
  readonly log?: StoreLog;
  /** Port on 127.0.0.1. Default: the one used last, otherwise a free one. */
  readonly port?: number;
  /** Where the server's programs are copied to. Default: beside the data. */
  readonly binariesDir?: string;
  /** Server settings over the defaults. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running server. `url` carries the password: treat it as a secret. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly pid: number;
  /** Ends the server unless another process of the data folder still uses it. */
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 15_000;
const WATCH_MS = 1000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2000;
/** Messages of a start that another server of the folder, not yet gone, stood in the way of. */
const passingFailure = /postmaster\.pid|lock file|shared memory block|in use|could not bind|could not create any TCP/i;
const defaults = { max_connections: '150', jit: 'off', max_parallel_workers_per_gather: '0', log_checkpoints: 'off' };

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function urlOf(port: number, password: Secret, database: string): string {
  return `postgres://${ROLE}:${password.reveal()}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(port: number, password: Secret): Promise<void> {
  const sql = postgres(urlOf(port, password, 'postgres'), { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    const found = await sql`select 1 from pg_database where datname = ${ROLE}`;
    if (found.length === 0) await sql.unsafe(`create database ${ROLE}`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

interface Running extends Postmaster {
  readonly child: ChildProcess | null;
}

async function launch(place: Place, binaries: Binaries, options: EmbeddedOptions): Promise<Running> {
  const saved = Number(await readFile(place.portFile, 'utf8').catch(() => '0'));
  const port = options.port ?? (saved || (await freePort()));
  const child = await spawnPostmaster(place, binaries, port, { ...defaults, ...options.settings });
  const ready = await awaitReady(place, child, START_MS);
  if (ready) {
    await writeFile(place.portFile, String(port));
    return { ...ready, child };
  }
  const tail = await logTail(place);
  if (/could not bind|could not create any TCP/.test(tail) && options.port === undefined)
    await rm(place.portFile, { force: true });
  throw new Problem({
    code: 'embedded-database-failed',
    message: `The embedded database did not start: ${tail.trim().split('\n').slice(-3).join(' ')}`,
    hint: `See ${place.logFile}.`,
    retry: passingFailure.test(tail) ? { kind: 'soon' } : { kind: 'never' },
  });
}

/** Finds or starts the server. The caller holds the lock of the folder. */
async function ensureRunning(
  place: Place,
  binaries: Binaries,
  password: Secret,
  options: EmbeddedOptions,
): Promise<Running> {
  const deadline = Date.now() + START_MS;
  for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
    try {
      const found = await findPostmaster(place);
      const running = found ? { ...found, child: null } : await launch(place, binaries, options);
      await ensureDatabase(running.port, password);
      return running;
    } catch (error) {
      const hopeless = error instanceof Problem && error.retry.kind === 'never';
      if (hopeless || Date.now() > deadline) throw error;
      await sleep(wait);
    }
  }
}

/** Calls `died` once the server is gone; without a child the process number is watched. */
function watch(running: Running, died: () => void): () => void {
  if (running.child) {
    const { child } = running;
    child.once('exit', died);
    return () => child.off('exit', died);
  }
  const timer = setInterval(() => {
    if (isAlive(running.pid)) return;
    clearInterval(timer);
    died();
  }, WATCH_MS).unref();
  return () => clearInterval(timer);
}

async function hasOtherUsers(place: Place): Promise<boolean> {
  for (const name of await readdir(place.users)) {
    const file = join(place.users, name);
    if (isHolderAlive(await readFile(file, 'utf8').catch(() => ''))) return true;
    await rm(file, { force: true });
  }
  return false;
}

/**
 * Starts the embedded Postgres of a data folder, or joins the one that runs there: of another
 * process, or left over from one that was killed. While this process lives, a server that dies is
 * started again on the same port. Throws Problem `embedded-database-unsupported` or
 * `embedded-database-failed`.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? silentLog;
  const place = await choosePlace(options.dataDir, log);
  await createFolders(place);
  const ticket = join(place.users, randomUUID());
  const locked = <T>(work: () => Promise<T>) => withProcessLock(place.lockFile, START_MS, work);
  let stopping = false;
  let unwatch = () => {};

  const { running, password, binaries } = await locked(async () => {
    const programs = await prepareBinaries(options.binariesDir ?? place.root);
    const secret = await createCluster(place, programs);
    const server = await ensureRunning(place, programs, secret, options);
    await writeFile(ticket, describeSelf(), { mode: 0o600 });
    return { running: server, password: secret, binaries: programs };
  });
  const { port } = running;

  const revive = (): void => {
    if (stopping) return;
    log.warn({ port }, 'the embedded database ended unexpectedly and is started again');
    locked(() => ensureRunning(place, binaries, password, { ...options, port })).then(
      (again) => {
        if (!stopping) unwatch = watch(again, revive);
      },
      (error: unknown) => log.warn({ error: String(error) }, 'the embedded database could not be started again'),
    );
  };
  unwatch = watch(running, revive);
  log.info({ port, pid: running.pid, joined: running.child === null }, 'embedded database is ready');

  return {
    url: urlOf(port, password, ROLE),
    pid: running.pid,
    stop: async () => {
      if (stopping) return;
      stopping = true;
      unwatch();
      await locked(async () => {
        await rm(ticket, { force: true });
        const found = await findPostmaster(place);
        if (found && !(await hasOtherUsers(place))) await stopPostmaster(found.pid, STOP_MS);
      });
    },
  };
}
