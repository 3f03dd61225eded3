import { describe, expect, it } from 'vitest';
import { classifyAddress, type Resolve } from './address.ts';
import type { HttpOptions } from './http.ts';
import { client as anyClient, problemOf, serve } from './wire.testbed.ts';

const client = (options: Partial<HttpOptions> = {}) => anyClient({ allowLoopback: false, ...options }).http;
const codeOf = async (call: Promise<unknown>): Promise<string> => (await problemOf(call)).code;

const secrets = { headers: { 'x-api-key': 'k', cookie: 'c' }, authorize: async () => 'Bearer t' };

describe('redirects (S5, F33)', () => {
  it('keeps the credential on the same origin and strips everything telling on another', async () => {
    const media = await serve((_request, response) => response.end('file'));
    const api = await serve((request, response) =>
      request.url === '/start'
        ? response.writeHead(302, { location: '/same' }).end()
        : response.writeHead(302, { location: `${media.origin}/file?signature=s` }).end(),
    );
    const http = client({ allowLoopback: true });
    const { body } = await http.request({ url: `${api.origin}/start`, expect: 'bytes', ...secrets });
    expect(Buffer.from(body).toString()).toBe('file');
    expect(api.requests[1]!.headers).toMatchObject({ authorization: 'Bearer t', 'x-api-key': 'k' });
    const { authorization, cookie, 'x-api-key': key } = media.requests[0]!.headers;
    expect([authorization, cookie, key]).toEqual([undefined, undefined, undefined]);
  });

  it('strips the credential on the same origin too where the call asks for that', async () => {
    const api = await serve((request, response) =>
      request.url === '/start' ? response.writeHead(302, { location: '/signed?key=1' }).end() : response.end('file'),
    );
    const http = client({ allowLoopback: true });
    await http.request({ url: `${api.origin}/start`, expect: 'bytes', bareRedirects: true, ...secrets });
    expect(api.requests[1]!.headers.authorization).toBeUndefined();
    expect(api.requests[1]!.headers.cookie).toBeUndefined();
  });

  it('ends a redirect loop', async () => {
    const api = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
    const http = client({ allowLoopback: true });
    expect(await codeOf(http.request({ url: api.origin, expect: 'json' }))).toBe('redirect-refused');
    expect(api.requests).toHaveLength(6);
  });

  it('never repeats a writing call somewhere else', async () => {
    const api = await serve((_request, response) => response.writeHead(307, { location: '/other' }).end());
    const http = client({ allowLoopback: true });
    const call = http.request({ url: api.origin, method: 'POST', body: {}, expect: 'json' });
    expect(await codeOf(call)).toBe('redirect-refused');
    expect(api.requests).toHaveLength(1);
  });

  it('does not follow from a foreign base to loopback, even where loopback bases are allowed', async () => {
    const inside = await serve((_request, response) => response.end('{}'));
    const outside = await serve((_request, response) =>
      response.writeHead(302, { location: `${inside.origin}/metadata` }).end(),
    );
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const http = client({ allowLoopback: true, privateHosts: ['outside.test'], resolve });
    const call = http.request({ url: `http://outside.test:${outside.port}/`, expect: 'json' });
    expect(await codeOf(call)).toBe('address-refused');
    expect(inside.requests).toHaveLength(0);
  });
});

describe('addresses (S5)', () => {
  it('calls no private address unless it was configured', async () => {
    const http = client();
    for (const url of [
      'http://127.0.0.1:9/',
      'https://127.0.0.1:9/',
      'https://[::1]:9/',
      'https://[::ffff:127.0.0.1]:9/',
      'https://169.254.169.254/latest',
      'https://10.1.2.3/',
      'https://100.64.0.1/',
      'https://[fd00::1]/',
      'https://0x7f000001/',
      'https://user:pass@example.com/',
      'http://example.com/',
      'ftp://example.com/',
    ])
      expect(await codeOf(http.request({ url, expect: 'json' })), url).toBe('address-refused');
  });

  it('refuses a name that leads inside, and connects only to what it checked (DNS rebinding)', async () => {
    const inside = await serve((_request, response) => response.end('{}'));
    let asked = 0;
    const resolve: Resolve = async () => {
      asked += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const http = client({ resolve });
    expect(await codeOf(http.request({ url: `https://rebind.test:${inside.port}/`, expect: 'json' }))).toBe(
      'address-refused',
    );
    expect(asked).toBe(1);
    expect(inside.requests).toHaveLength(0);
  });

  it('reaches a configured private host', async () => {
    const inside = await serve((_request, response) => response.end('{"ok":true}'));
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const http = client({ privateHosts: ['git.corp.test'], resolve });
    const { body } = await http.request({ url: `http://git.corp.test:${inside.port}/`, expect: 'json' });
    expect(body).toEqual({ ok: true });
  });

  it('knows the special addresses', () => {
    expect(classifyAddress('8.8.8.8')).toBe('public');
    expect(classifyAddress('2606:4700::1111')).toBe('public');
    expect(classifyAddress('127.8.8.8')).toBe('loopback');
    expect(classifyAddress('::1')).toBe('loopback');
    for (const address of ['0.0.0.0', '192.168.1.1', '172.31.255.1', '::', '64:ff9b::a00:1', 'fe80::1', '2002::1'])
      expect(classifyAddress(address), address).toBe('reserved');
  });
});
