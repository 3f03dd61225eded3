import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { forgeOf } from '../../sandbox/atlassian/forge/index.ts';
import type { ForgePlatform } from '../../sandbox/atlassian/forge/platform.ts';
import { becomeOwner, type Operator, until } from '../../sandbox/operator/index.ts';
import { type StandIns, startStandIns } from '../../sandbox/stand-ins.ts';
import type { Ports } from '../../src/core/ports/index.ts';
import { readEnvironment } from '../../src/env.ts';
import { compose } from '../../src/main/compose.ts';
import { originsOf, settle } from '../../src/main/settings.ts';
import { createLogger } from '../../src/observe/log.ts';
import { createServer, listen } from '../../src/server/index.ts';
import { createTestDatabase } from '../../src/store/store.testbed.ts';
import { environmentOf, launchProduct } from '../demo/product.ts';
import { admin, apiToken } from './account.ts';

/** A server of the product in this process, the stand-ins, and workers that may be killed. */
export interface Deployment {
  readonly operator: Operator;
  readonly orgId: string;
  readonly platform: ForgePlatform;
  readonly standIns: StandIns;
  readonly ports: Ports;
  /** Works in this process until it is stopped. */
  work(): Promise<{ stop(): Promise<void> }>;
  /** A worker of its own that ends itself with SIGKILL at a point; settles when it is gone. */
  workUntilKilled(point: string): Promise<void>;
  /** A worker of its own that is killed with SIGKILL in the middle of its work, as soon as something holds. */
  workUntil(what: string, holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Every text of every row of the database. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

const KILL_WAIT_MS = 300_000;

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  return port;
}

/** Everything that the database holds, as text. */
async function dumpOf(url: string): Promise<string> {
  const sql = postgres(url, { max: 1 });
  try {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    const parts: string[] = [];
    for (const { name } of tables)
      for (const row of await sql.unsafe(`select row_to_json(one)::text as text from ${name} as one`))
        parts.push(String(row.text));
    return parts.join('\n');
  } finally {
    await sql.end();
  }
}

/** A dead process keeps its lease for half a minute; here it has passed. */
async function passLeases(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  await sql`update openworkflow.workflow_runs set available_at = now() where status = 'running'`;
  await sql.end();
}

export async function startDeployment(): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-connecting-'));
  const standIns = await startStandIns({
    world: 'acme',
    dataDir: join(folder, 'outside'),
    apiTokens: { [admin]: apiToken },
  });
  const database = await createTestDatabase();
  const port = await freePort();
  const variables = {
    ...standIns.environment,
    DATABASE_URL: database.url,
    AUTH_SECRET: randomBytes(24).toString('hex'),
    CONNECTION_SECRETS_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    AUTH_BASE_URL: `http://127.0.0.1:${port}`,
    CTXPIPE_DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'silent',
  };
  const environment = readEnvironment(variables);
  const parts = compose({
    settings: await settle(environment, {}),
    databaseUrl: database.url,
    origins: originsOf(environment, variables.AUTH_BASE_URL),
    log: createLogger({ level: 'silent' }),
    version: '0.0.0-test',
    webRoot: null,
    demo: null,
  });
  const server = createServer(parts.serverDeps);
  const listening = await listen(server, { port, host: '127.0.0.1' });
  const person = { name: 'Dana Demo', email: 'dana@acme.example', password: 'correct horse battery' };
  const link = (await server.createOwnerLink())!;
  const operator = await becomeOwner({ origin: variables.AUTH_BASE_URL }, link, person, 'Acme');
  const { id: orgId } = await operator.api<{ id: string }>('GET', '/organization');

  return {
    operator,
    orgId,
    standIns,
    platform: forgeOf(standIns.atlassian.state),
    ports: parts.store.ports,
    async work() {
      await passLeases(database.url);
      const worker = parts.createWorker();
      await worker.start();
      return worker;
    },
    async workUntilKilled(point) {
      await passLeases(database.url);
      const child = launchProduct(['worker'], environmentOf({ ...variables, FAULT_AT: point }));
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (said += String(part)));
      try {
        const [code, signal] = await once(child, 'exit', { signal: AbortSignal.timeout(KILL_WAIT_MS) });
        if (signal !== 'SIGKILL') throw new Error(`the worker ended with ${code ?? signal} before ${point}: ${said}`);
      } finally {
        if (child.exitCode === null) child.kill('SIGKILL');
      }
    },
    async workUntil(what, holds) {
      await passLeases(database.url);
      const child = launchProduct(['worker'], environmentOf(variables));
      try {
        const isOver = async () => child.exitCode !== null || (await holds());
        await until(what, async () => ((await isOver()) ? true : null), { withinMs: KILL_WAIT_MS, everyMs: 10 });
        if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode} before ${what}`);
      } finally {
        const gone = child.exitCode === null ? once(child, 'exit') : null;
        child.kill('SIGKILL');
        await gone;
      }
    },
    dump: () => dumpOf(database.url),
    async close() {
      await listening.close();
      await parts.close();
      await standIns.close();
      await database.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
