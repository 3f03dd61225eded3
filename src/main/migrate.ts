import { openDatabase } from './database.ts';
import { settle } from './settings.ts';
import { openLog, type ProcessOptions, say } from './terminal.ts';

/** Brings the database to this build's schema and ends. */
export async function migrateOnly({ environment, childEnvironment }: ProcessOptions): Promise<void> {
  const database = await openDatabase(await settle(environment, childEnvironment), openLog(environment));
  await database.close();
  say("The database has this build's schema.");
}
