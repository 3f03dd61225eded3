import { migrate, type StoreLog, startEmbedded } from '../store/index.ts';
import type { Settings } from './settings.ts';

/** A database that is migrated and can be opened. */
export interface Database {
  /** Carries the password: treat it as a secret. */
  readonly url: string;
  readonly embedded: boolean;
  close(): Promise<void>;
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
