import { rotateKeysCommand } from '../cli/rotate-keys.ts';
import { wrongUse } from '../cli/terminal.ts';
import { environmentOfChildren, readEnvironment } from '../env.ts';
import { openStore } from '../store/index.ts';
import { systemClock } from './clock.ts';
import { openExisting } from './database.ts';
import { settle } from './settings.ts';

async function reseal() {
  const environment = readEnvironment();
  for (const name of ['CONNECTION_SECRETS_ENCRYPTION_KEY', 'CTXPIPE_PREVIOUS_ENCRYPTION_KEY'] as const)
    if (environment[name] === undefined)
      throw wrongUse(
        `${name} is not set.`,
        'Set the new key and the previous one. A deployment that made its own keys has the previous one in keys.json of its data folder.',
      );
  const settings = await settle(environment, environmentOfChildren());
  const database = await openExisting(settings);
  const store = openStore({
    url: database.url,
    encryptionKey: settings.keys.encryptionKey,
    previousKeys: settings.previousKeys,
    clock: systemClock,
  });
  try {
    await store.ping();
    return await store.reseal();
  } finally {
    await store.close();
    await database.close();
  }
}

export const rotateKeys = rotateKeysCommand({ reseal });
