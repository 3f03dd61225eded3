import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../worlds/world.ts';

/** Facts of the small site that apps are put on. */
export const facts = {
  cloudId: 'f0a9e000-0000-4000-8000-000000000001',
  host: 'forge.atlassian.net',
  admin: {
    accountId: '712020:admin',
    name: 'Ada Admin',
    email: 'ada@forge.example',
    apiToken: 'ATATT3x-forge-admin-token',
  },
  member: {
    accountId: '712020:member',
    name: 'Max Member',
    email: 'max@forge.example',
    apiToken: 'ATATT3x-forge-member-token',
  },
};

const at = '2026-01-05T08:00:00.000Z';
const page = (id: string, title: string, parentId: string | null, readers?: readonly string[]) => ({
  id,
  kind: 'page' as const,
  title,
  parentId,
  body: { storage: `<p>${title}</p>` },
  createdAt: at,
  authorId: facts.admin.accountId,
  ...(readers ? { readers: { users: readers } } : {}),
});

/** One site with Confluence, one without, an admin and a member. */
export function forgeWorld(): World {
  return {
    name: 'forge',
    users: [
      { ...facts.admin, siteAdmin: true },
      { ...facts.member, siteAdmin: false },
    ],
    oauthClients: [],
    sites: [
      {
        cloudId: facts.cloudId,
        name: 'Forge',
        url: `https://${facts.host}`,
        confluenceActive: true,
        spaces: [
          {
            id: '501',
            key: 'APP',
            name: 'Apps',
            type: 'global',
            ownerId: facts.admin.accountId,
            homepageId: '601',
            createdAt: at,
            items: [
              page('601', 'Home', null),
              page('602', 'Open', '601'),
              page('603', 'Closed', '601', [facts.admin.accountId]),
            ],
          },
        ],
      },
      {
        cloudId: 'f0a9e000-0000-4000-8000-000000000002',
        name: 'Bare',
        url: 'https://bare.atlassian.net',
        confluenceActive: false,
        spaces: [],
      },
    ],
  };
}

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A back end that takes invocations and answers each with what `answer` says. */
export async function startBackEnd(answer: (received: Received, count: number) => number = () => 204) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) };
      received.push(one);
      response.writeHead(answer(one, received.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The real command-line tool in a fresh home, against the stand-in. */
export async function openCli(gateway: string, user: { readonly email: string; readonly apiToken: string }) {
  const home = await mkdtemp(join(tmpdir(), 'forge-cli-'));
  const swagger = join(home, 'empty.json');
  await writeFile(swagger, '{"paths":{}}');
  const tool = new URL('../../../node_modules/.bin/forge', import.meta.url).pathname;
  const descriptions = ['CONF', 'CONF_V2', 'JIRA', 'JSM', 'JSW', 'BB'].map((name) => [
    `LOCAL_${name}_SWAGGER`,
    swagger,
  ]);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    FORGE_EMAIL: user.email,
    FORGE_API_TOKEN: user.apiToken,
    FORGE_GRAPHQL_GATEWAY: gateway,
    FORGE_DISABLE_ANALYTICS: '1',
    FORGE_DISABLE_SEASONAL_EFFECTS: '1',
    CI: 'true',
    NO_COLOR: '1',
    DISABLE_V8_COMPILE_CACHE: '1',
    USE_LOCAL_SWAGGER: '1',
    ...Object.fromEntries(descriptions),
  };
  return {
    folder: home,
    run: (...args: string[]) =>
      new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
        const child = spawn(tool, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += String(part)));
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, output }));
      }),
    close: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
