import { mkdir } from 'node:fs/promises';
import { compose } from './compose.ts';
import { openDatabase } from './database.ts';
import { onStop, readVersion } from './processes.ts';
import { originsOf, settle } from './settings.ts';
import { openLog, type ProcessOptions, say } from './start.ts';

/** Carries out the work of a deployment whose server is another process on the same database and data folder. */
export async function work(options: ProcessOptions): Promise<void> {
  const version = await readVersion();
  const log = openLog(options.environment);
  const settings = await settle(options.environment, options.childEnvironment);
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const database = await openDatabase(settings, log);
  const origins = originsOf(options.environment, `http://127.0.0.1:${options.environment.PORT ?? 3000}`);
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
  say(`ctx| ${version} works on ${settings.databaseUrl ? 'the configured database' : settings.dataDir}.`);
  onStop(async () => {
    await worker.stop();
    await parts.close();
    await database.close();
  });
}
