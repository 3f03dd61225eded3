import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/start.ts';

/** A server for tests; `url` leads to a database from which others can be made. */
export interface TestServer {
  readonly url: string;
  /** Ends it when this was the last user in this process and no other process of the machine uses it. */
  release(): Promise<void>;
}

/** What only a power failure would need is off: tests of durability start a server of their own. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

let users = 0;
let current: Promise<EmbeddedPostgres> | null = null;
let ending: Promise<void> = Promise.resolve();

function folder(): string {
  const name = createHash('sha256')
    .update(`${process.getuid?.() ?? ''}:${import.meta.url}`)
    .digest('hex')
    .slice(0, 12);
  return join(tmpdir(), `ctxpipe-test-database-${name}`);
}

async function startShared(): Promise<EmbeddedPostgres> {
  const dataDir = folder();
  await ending;
  return startEmbeddedPostgres({ dataDir, settings }).catch(async () => {
    await rm(dataDir, { recursive: true, force: true });
    return startEmbeddedPostgres({ dataDir, settings });
  });
}

/**
 * The server in TEST_DATABASE_URL where it is set; otherwise one embedded server that the test
 * processes of this checkout share: the first starts it, the last ends it, and one that a killed
 * run left over is taken up again.
 */
export async function takeTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, release: async () => undefined };
  users += 1;
  current ??= startShared();
  const { url } = await current.catch((error: unknown) => {
    users -= 1;
    current = null;
    throw error;
  });
  let released = false;
  return {
    url,
    async release() {
      if (released) return;
      released = true;
      users -= 1;
      if (users > 0 || !current) return;
      const server = await current;
      current = null;
      ending = server.stop();
      await ending;
    },
  };
}
