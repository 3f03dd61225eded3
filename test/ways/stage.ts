import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StandIns, startStandIns } from '../../sandbox/stand-ins.ts';
import { createTestDatabase } from '../../src/store/store.testbed.ts';
import { type Product, startProduct } from '../demo/product.ts';
import type { Way } from './way.ts';

/** The admin of the site, who also registers apps. */
export const admin = { email: 'priya@acme.example', host: 'acme.atlassian.net' };

/** The product as it is installed, with nothing connected, and the stand-ins around it. */
export interface Stage {
  readonly standIns: StandIns;
  readonly product: Product;
  /** Of the admin; it must be seen nowhere. */
  readonly apiToken: string;
  close(): Promise<void>;
}

const random = (bytes: number) => randomBytes(bytes).toString('hex');

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  return port;
}

/** An OAuth app of the whole deployment, as its operator registers one before the first start. */
async function deploymentApp(standIn: string, origin: string): Promise<Record<string, string>> {
  const answer = await fetch(`${standIn}/_sandbox/oauth-clients`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'everybody', redirectUris: [`${origin}/api/v1/integrations/atlassian/callback`] }),
  });
  const client = (await answer.json()) as { clientId: string; clientSecret: string };
  return { ATLASSIAN_CLIENT_ID: client.clientId, ATLASSIAN_CLIENT_SECRET: client.clientSecret };
}

/** Starts a deployment for one way. */
export async function setStage({ oauth, database }: Way): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-ways-'));
  // The embedded database runs as a user without rights when we are root.
  await chmod(folder, 0o711);
  const apiToken = `ATATT3x${random(24)}`;
  const dataDir = join(folder, 'outside');
  const standIns = await startStandIns({ world: 'acme', dataDir, apiTokens: { [admin.email]: apiToken } });
  const own = database === 'server' ? await createTestDatabase('empty') : null;
  const port = await freePort();
  const keys = { AUTH_SECRET: random(24), CONNECTION_SECRETS_ENCRYPTION_KEY: random(32) };
  const product = await startProduct({
    dataDir: join(folder, 'data'),
    environment: {
      ...standIns.environment,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...(own === null ? {} : { DATABASE_URL: own.url, ...keys }),
      ...(oauth === 'deployment' ? await deploymentApp(standIns.atlassian.origin, `http://127.0.0.1:${port}`) : {}),
    },
    workers: own === null ? 0 : 1,
  });
  return {
    standIns,
    product,
    apiToken,
    async close() {
      await product.stop();
      await standIns.close();
      await own?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
