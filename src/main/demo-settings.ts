import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extendEnvironment } from '../env.ts';
import { findRunning } from './running.ts';
import { type Settings, settle } from './settings.ts';

async function readJson(file: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
}

/**
 * Settings that lead a command to the stand-ins of the demonstration that runs on the data folder. All other settings,
 * and those beside a demonstration that does not run, come back as they are.
 */
export async function withStandIns(settings: Settings): Promise<Settings> {
  const { dataDir, keys } = settings;
  if (!settings.demo || (await findRunning(dataDir)) === null) return settings;
  const folder = join(dataDir, 'sandbox');
  const variables = await readJson(join(folder, 'environment.json')).catch(() => null);
  const client = await readJson(join(folder, 'oauth-client.json')).catch(() => null);
  if (!variables || !client?.clientId || !client.clientSecret) return settings;
  const environment = extendEnvironment({
    ...variables,
    CTXPIPE_DATA_DIR: dataDir,
    ATLASSIAN_CLIENT_ID: client.clientId,
    ATLASSIAN_CLIENT_SECRET: client.clientSecret,
  });
  return settle(environment, settings.childEnvironment, async () => keys);
}
