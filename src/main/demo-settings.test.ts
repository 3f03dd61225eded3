import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from '../env.ts';
import { withStandIns } from './demo-settings.ts';
import { standInKeys } from './keys.ts';
import { settle } from './settings.ts';

let dataDir: string;
let server: Server;
const keys = standInKeys();
const settled = (more: Record<string, string> = {}) =>
  settle(readEnvironment({ CTXPIPE_DATA_DIR: dataDir, ...more }), {}, async () => keys);

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ctxpipe-demo-'));
  server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(join(dataDir, 'server.json'), JSON.stringify({ pid: process.pid, origin }));
  await mkdir(join(dataDir, 'sandbox'));
  const variables = { ATLASSIAN_API_BASE_URL: 'http://127.0.0.1:1', GITHUB_API_BASE_URL: 'http://127.0.0.1:2' };
  await writeFile(join(dataDir, 'sandbox/environment.json'), JSON.stringify(variables));
  const client = { clientId: 'client', clientSecret: 'CANARY-client-secret' };
  await writeFile(join(dataDir, 'sandbox/oauth-client.json'), JSON.stringify(client));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dataDir, { recursive: true });
});

describe('settings of a command beside a demonstration', () => {
  it('lead to the stand-ins, with the keys of the deployment', async () => {
    const found = await withStandIns(await settled());
    expect(found.reach).toMatchObject({ atlassianApi: 'http://127.0.0.1:1', githubApi: 'http://127.0.0.1:2' });
    expect(found.globalOAuth?.clientId).toBe('client');
    expect(found).toMatchObject({ allowLoopback: true, demo: false });
    expect(found.keys.encryptionKey).toBe(keys.encryptionKey);
    expect(found.dataDir).toBe(dataDir);
  });

  it('stay as they are where something real is configured, or no demonstration runs', async () => {
    const real = await settled({ AUTH_BASE_URL: 'https://ctx.example.com' });
    expect(await withStandIns(real)).toBe(real);
    await rm(join(dataDir, 'server.json'));
    const still = await settled();
    expect(await withStandIns(still)).toBe(still);
  });
});
