import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Problem } from '../core/problem.ts';
import { createProxyCheck, gitProxy } from './proxy.ts';

const host = 'https://git.example.com';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A proxy that answers every call for a tunnel in one way, and what it was asked. */
async function startProxy(status: number) {
  const asked: { readonly to: string; readonly headers: IncomingHttpHeaders }[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, socket) => {
    asked.push({ to: url, headers });
    socket.end(`HTTP/1.1 ${status} Whatever\r\nContent-Length: 0\r\n\r\n`);
  });
  servers.push(server);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return { place: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function look(variables: Readonly<Record<string, string>>) {
  const proxy = gitProxy(variables, host);
  if (proxy === null) return { meaning: 'nothing to look at', said: '' };
  let said = '';
  try {
    await createProxyCheck(proxy)((line) => {
      said = line;
    });
    return { meaning: 'passes', said };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { meaning: `${error.code} ${error.detail}`, said: `${error.message} ${error.hint}` };
  }
}

it('asks the proxy for a tunnel to the host, with the name and password of the variable, and shows neither', async () => {
  const { place, asked } = await startProxy(200);
  const { meaning, said } = await look({ HTTPS_PROXY: `http://ada:s3cr%40t@${place}` });
  expect(meaning).toBe('passes');
  expect(asked.map(({ to }) => to)).toEqual(['git.example.com:443']);
  expect(asked[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('ada:s3cr@t').toString('base64')}`);
  expect(said).toBe(`the proxy ${place} lets Git through to git.example.com:443; everything else goes directly`);
});

it.each([
  ['that asks for a name', 407, 'network proxy-sign-in', /Put them into HTTPS_PROXY/],
  ['that refuses the host', 403, 'network proxy-refuses', /Let the proxy pass git\.example\.com:443/],
  ['that does not reach the host', 502, 'network proxy-refuses', /answers 502/],
] as const)('tells of a proxy %s, and what to do', async (_, status, meaning, said) => {
  const { place } = await startProxy(status);
  const found = await look({ HTTPS_PROXY: `http://ada:canary@${place}` });
  expect(found).toEqual({ meaning, said: expect.stringMatching(said) });
  expect(found.said).not.toContain('canary');
});

it('tells of a proxy that nothing answers at, also one without a scheme', async () => {
  const found = await look({ HTTPS_PROXY: '127.0.0.1:9' });
  expect(found).toEqual({ meaning: 'network proxy-unreachable', said: expect.stringContaining('127.0.0.1:9') });
});

it.each([
  ['no variable is set', {}],
  ['the host is left out', { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'localhost, git.example.com' }],
  ['a domain above it is left out', { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '.example.com' }],
  ['everything is left out', { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '*' }],
  ['it speaks something else', { HTTPS_PROXY: 'socks5h://127.0.0.1:9' }],
])('looks at nothing where %s', async (_, variables) => {
  expect((await look(variables)).meaning).toBe('nothing to look at');
});

it('goes by whole names of a domain', async () => {
  const { place } = await startProxy(200);
  expect((await look({ HTTPS_PROXY: `http://${place}`, NO_PROXY: 'ample.com' })).meaning).toBe('passes');
});
