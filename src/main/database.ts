import { existsSync } from 'node:fs';
import { Problem } from '../core/problem.ts';
import { migrate, type StoreLog, startEmbedded } from '../store/index.ts';
import { keysFile } from './keys.ts';
import type { Settings } from './settings.ts';

/** A database that is migrated and can be opened. */
export interface Database {
  /** Carries the password: treat it as a secret. */
  readonly url: string;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** The database as it is, without bringing its schema up. Throws Problem where none was made yet. */
export async function openExisting({ databaseUrl, dataDir }: Settings): Promise<Database> {
  if (databaseUrl) return { url: databaseUrl.reveal(), embedded: false, close: async () => undefined };
  if (!existsSync(keysFile(dataDir)))
    throw new Problem({
      code: 'no-deployment',
      message: `There is no deployment in ${dataDir}.`,
      hint: 'Set CTXPIPE_DATA_DIR to its data folder or DATABASE_URL to its database, or start one: ctxpipe start',
    });
  const server = await startEmbedded({ dataDir });
  return { url: server.url, embedded: true, close: server.stop };
}

/** The server that is configured, or the embedded one of the data folder; brought to this build's schema. */
export async function openDatabase(settings: Settings, log: StoreLog): Promise<Database> {
  if (settings.databaseUrl) {
    const url = settings.databaseUrl.reveal();
    await migrate(url);
    return { url, embedded: false, close: async () => undefined };
  }
  const server = await startEmbedded({ dataDir: settings.dataDir, log });
  try {
    await migrate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.url, embedded: true, close: server.stop };
}
