import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Problem } from '../core/problem.ts';
import { Secret } from '../core/secret.ts';
import { createOriginCheck, deploymentIdOf } from './public-origin.ts';

const deploymentId = deploymentIdOf(new Secret('a secret of a test, which is long enough'));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const json = (body: unknown, status = 200): RequestListener =>
  function answer(_, response) {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

interface Looked {
  readonly meaning: string;
  readonly lines: readonly string[];
}

async function look(origin: string, more: object = {}): Promise<Looked> {
  const lines: string[] = [];
  const check = createOriginCheck({
    origin,
    deploymentId,
    version: '0.0.0-test',
    now: Date.now,
    sleep: async () => undefined,
    timeoutMs: 300,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    ...more,
  });
  const meaning = await check((line) => lines.push(line)).then(
    () => 'nothing',
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      expect(error.hint).toMatch(/\.$/);
      return `${error.code} ${error.detail}`;
    },
  );
  return { meaning, lines };
}

const at = (port: number) => `http://ctx.example.com:${port}`;

it('takes what leads to this deployment, asks past caches, and says where a name is private', async () => {
  const asked: string[] = [];
  const port = await serve((request, response) => {
    asked.push(request.url ?? '');
    json({ live: true, version: '1', deployment: deploymentId })(request, response);
  });
  expect(await look(at(port))).toEqual({
    meaning: 'nothing',
    lines: [
      'ctx.example.com leads to a private address from here; the internet must see a public one',
      `${at(port)} leads to this deployment`,
    ],
  });
  expect((await look(`http://127.0.0.1:${port}`)).lines).toHaveLength(1);
  expect(new Set(asked).size).toBe(2);
});

it('takes a server of a release that tells no deployment', async () => {
  expect((await look(at(await serve(json({ live: true, version: '1' }))))).meaning).toBe('nothing');
});

it('tells what answers in the place of this deployment', async () => {
  const elsewhere = await serve(json({ live: true, deployment: deploymentId }));
  const answers: readonly (readonly [RequestListener, string])[] = [
    [
      json({ live: true, deployment: deploymentIdOf(new Secret('another secret, of another place')) }),
      'origin-other-deployment',
    ],
    [json({ status: 'up' }), 'origin-not-ours'],
    [json({ message: 'Sign in.' }, 401), 'origin-not-ours'],
    [(_, response) => void response.end('<html>Log in</html>'), 'origin-not-ours'],
    [json({}, 502), 'origin-upstream'],
    [
      (_, response) => void response.writeHead(302, { location: `${at(elsewhere)}/health/live` }).end(),
      'origin-redirects',
    ],
    [() => undefined, 'origin-timeout'],
    [(request) => void request.socket.destroy(), 'origin-unreachable'],
  ];
  for (const [answer, detail] of answers)
    expect([detail, (await look(at(await serve(answer)))).meaning]).toEqual([detail, `network ${detail}`]);
});

it('tells a name without an address, a closed port and a certificate that nobody trusts', async () => {
  const none = async () => {
    throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
  };
  expect((await look('https://ctx.example.com', { resolve: none })).meaning).toBe('network origin-dns');
  const port = await serve(() => undefined);
  servers.pop()!.close();
  expect((await look(at(port))).meaning).toBe('network origin-unreachable');
  // It speaks no TLS.
  const plain = await serve(() => undefined);
  expect((await look(`https://ctx.example.com:${plain}`)).meaning).toBe('network origin-tls');
});

it('makes the name of a deployment of its secret, which it does not show', () => {
  const secret = new Secret('one more secret, which is long enough');
  expect(deploymentIdOf(secret)).toMatch(/^[0-9a-f]{16}$/);
  expect(deploymentIdOf(secret)).not.toBe(deploymentId);
});
