import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeyPair } from '../../../sandbox/github/state.ts';
import { Secret } from '../../core/secret.ts';
import { createInstallationTokens, type InstallationTokens, signAppToken } from './app-auth.ts';

interface Asked {
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}

const { privateKey } = createKeyPair();
const app = { appId: '12', privateKey: new Secret(privateKey), installationId: '34' };
const start = Date.parse('2026-05-01T00:00:00Z');
const asked: Asked[] = [];
let now = start;
let tokens: InstallationTokens;

// A host that only issues tokens, each with its number.
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', body });
    const expires_at = new Date(now + 3_600_000).toISOString();
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token: `ghs_number_${asked.length}`, expires_at }));
  });
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked.length = 0;
  now = start;
  const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const quiet = () => undefined;
  const reach = { apiBaseUrl, now: () => now, sleep: async () => undefined, log: quiet, count: quiet };
  tokens = createInstallationTokens(reach, app);
});

const contents = { permissions: { contents: 'read' }, repositoryId: '7' } as const;
const get = async (...args: Parameters<InstallationTokens['get']>): Promise<string> =>
  (await tokens.get(...args)).reveal();

describe('installation tokens', () => {
  it('S32: are asked for with one repository and the permissions of the purpose', async () => {
    await get(contents);
    expect(asked[0]).toMatchObject({
      path: '/app/installations/34/access_tokens',
      body: { repository_ids: [7], permissions: { contents: 'read' } },
    });
    const claims = JSON.parse(Buffer.from(asked[0]!.authorization.split('.')[1]!, 'base64url').toString());
    expect(claims).toEqual({ iss: '12', iat: start / 1000 - 60, exp: start / 1000 + 540 });
  });

  it('are kept until five minutes before they end', async () => {
    expect(await get(contents)).toBe('ghs_number_1');
    now += 54 * 60_000;
    expect(await get(contents)).toBe('ghs_number_1');
    now += 2 * 60_000;
    expect(await get(contents)).toBe('ghs_number_2');
  });

  it('are not shared between purposes or repositories', async () => {
    const names = [
      await get(contents),
      await get({ ...contents, permissions: { contents: 'write' } }),
      await get({ ...contents, repositoryId: '8' }),
      await get({ permissions: { metadata: 'read' } }),
    ];
    expect(new Set(names).size).toBe(4);
    expect(asked[3]?.body).toEqual({ permissions: { metadata: 'read' } });
  });

  it('F10: are asked for once by many at a time, also when renewed', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => get(contents)));
    expect([new Set(all).size, asked.length]).toEqual([1, 1]);
    now += 58 * 60_000;
    await Promise.all(Array.from({ length: 50 }, () => get(contents)));
    expect(asked).toHaveLength(2);
    expect(await get(contents, true)).toBe('ghs_number_3');
  });
});

it('reads a key whose line ends are written out, and says what is wrong with one it cannot read', () => {
  const oneLine = new Secret(privateKey.replaceAll('\n', '\\n'));
  expect(signAppToken('12', oneLine, start).reveal()).toBe(signAppToken('12', app.privateKey, start).reveal());
  expect(() => signAppToken('12', new Secret('-----BEGIN'), start)).toThrow('private key cannot be read');
});
