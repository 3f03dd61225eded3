import { type SyncHands, syncCommand } from '../cli/sync.ts';
import { Problem } from '../core/problem.ts';
import { environmentOfChildren, readEnvironment } from '../env.ts';
import { createLogger } from '../observe/log.ts';
import { compose } from './compose.ts';
import { openExisting } from './database.ts';
import { withStandIns } from './demo-settings.ts';
import { readVersion } from './processes.ts';
import { findRunning } from './running.ts';
import { originsOf, settle } from './settings.ts';

/** Puts a deployment together for one command, on its database as it is. Throws Problem. */
async function open(): Promise<SyncHands> {
  const environment = readEnvironment();
  const settings = await withStandIns(await settle(environment, environmentOfChildren()));
  const database = await openExisting(settings);
  const parts = compose({
    settings,
    databaseUrl: database.url,
    origins: originsOf(environment, (await findRunning(settings.dataDir)) ?? 'http://127.0.0.1'),
    log: createLogger({ level: environment.LOG_LEVEL ?? 'warn', style: 'plain', stream: process.stderr }),
    version: await readVersion(),
    webRoot: null,
    demo: null,
  });
  const { ports, sources, jobs, dryRun } = parts.serverDeps;
  const close = async () => {
    await parts.close();
    await database.close();
  };
  await parts.store.ping().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    async locate(id) {
      const connection = await ports.connections.locate(id);
      if (connection && sources.has(connection.connector)) return connection;
      throw new Problem({
        code: 'connection-not-found',
        message: connection ? `${connection.name} is no source of pages.` : `There is no connection ${id}.`,
        hint: 'The id stands in the address of the page of the connection.',
      });
    },
    preview: ({ orgId, id }, scope) => dryRun(orgId, id, scope),
    start: ({ orgId, id }, kind) => jobs.sync(orgId, id, kind),
    close,
  };
}

export const sync = syncCommand({ open });
