import { randomBytes } from 'node:crypto';
import { leaks } from '../core/leaks.testbed.ts';
import type { Ports } from '../core/ports/index.ts';
import { Secret } from '../core/secret.ts';
import { openStore, type Store, type StoreOptions } from './index.ts';
import { secretsInClear } from './testbed/clear-text.ts';
import { createDatabase } from './testbed/databases.ts';
import { takeTestServer } from './testbed/server.ts';

/** A database for one test file. */
export interface TestDatabase {
  readonly url: string;
  /** Drops it, once every column of it was searched for secrets in the clear (I8). */
  close(): Promise<void>;
}

/** A store on a database of its own. */
export interface TestStore extends TestDatabase {
  readonly store: Store;
  readonly ports: Ports;
  readonly encryptionKey: Secret;
}

/** A database of its own on the server for tests, `migrated` or `empty`. */
export async function createTestDatabase(content: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const server = await takeTestServer();
  try {
    const database = await createDatabase(server.url, content);
    return {
      url: database.url,
      async close() {
        leaks.push(...(await secretsInClear(database.url)));
        await database.drop();
        await server.release();
      },
    };
  } catch (error) {
    await server.release();
    throw error;
  }
}

/** Opens a store on a fresh, migrated database. Call `close` in `afterAll`: the last caller also ends the server. */
export async function createTestStore(
  options: Partial<Pick<StoreOptions, 'clock' | 'encryptionKey' | 'log'>> = {},
): Promise<TestStore> {
  const database = await createTestDatabase();
  const encryptionKey = options.encryptionKey ?? new Secret(randomBytes(32).toString('hex'));
  const store = openStore({ clock: { now: Date.now }, ...options, url: database.url, encryptionKey });
  return {
    url: database.url,
    store,
    ports: store.ports,
    encryptionKey,
    async close() {
      await store.close();
      await database.close();
    },
  };
}
