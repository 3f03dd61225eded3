import { mkdir } from 'node:fs/promises';
import { Problem } from '../core/problem.ts';
import type { Environment } from '../env.ts';
import { systemClock } from './clock.ts';
import { compose } from './compose.ts';
import { openDatabase } from './database.ts';
import { startHeartbeat } from './heartbeat.ts';
import { onStop, readVersion } from './processes.ts';
import { findRunning } from './running.ts';
import { originsOf, settle } from './settings.ts';
import { openLog, type ProcessOptions, say } from './terminal.ts';
import { endWithParent } from './worker-process.ts';

const SERVER_WAIT_MS = 60_000;
const SERVER_POLL_MS = 250;

/** Where the server of this data folder serves. A deployment with a public address does not ask. */
async function listeningOrigin(environment: Environment, dataDir: string): Promise<string> {
  if (environment.AUTH_BASE_URL ?? environment.CTXPIPE_PUBLIC_APP_URL) return '';
  const deadline = Date.now() + SERVER_WAIT_MS;
  do {
    const running = await findRunning(dataDir);
    if (running !== null) return running;
    await systemClock.sleep(SERVER_POLL_MS);
  } while (Date.now() < deadline);
  throw new Problem({
    code: 'origin-unknown',
    message: `No server answers for ${dataDir}, so this worker does not know the address that apps call.`,
    hint: 'Set AUTH_BASE_URL to the public address, or start the server on this data folder first.',
  });
}

/** Carries out the work of a deployment whose server is another process on the same database and data folder. */
export async function work(options: ProcessOptions): Promise<void> {
  endWithParent();
  const version = await readVersion();
  const log = openLog(options.environment);
  const settings = await settle(options.environment, options.childEnvironment);
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const database = await openDatabase(settings, log);
  const origins = originsOf(options.environment, await listeningOrigin(options.environment, settings.dataDir));
  const parts = compose({
    settings,
    databaseUrl: database.url,
    origins,
    log,
    version,
    webRoot: null,
    demo: null,
  });
  const worker = parts.createWorker();
  await worker.start();
  const leave = startHeartbeat(parts.store.ports.workers, version, log);
  say(`ctx| ${version} works on ${settings.databaseUrl ? 'the configured database' : settings.dataDir}.`);
  onStop(async () => {
    await worker.stop();
    await leave();
    await parts.close();
    await database.close();
  });
}
