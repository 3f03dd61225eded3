import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { origin, type ServerBed, startServer } from '../server.testbed.ts';

describe('the web page', () => {
  let bed: ServerBed;
  let folder: string;
  const html = { headers: { accept: 'text/html' } };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ctxpipe-web-'));
    await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'not to be served');
    await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>ctx|</title>');
    await writeFile(join(folder, 'dist', 'theme.js'), 'start()');
    await writeFile(join(folder, 'dist', 'assets', 'app-1a2b.js'), 'app()');
    bed = await startServer({ webRoot: join(folder, 'dist') });
  });
  afterAll(async () => {
    await bed?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is one document for every address that a person opens, and is asked for anew', async () => {
    for (const path of ['/', '/o/acme/search?q=x', '/invitation/abc', '/index.html']) {
      const page = await bed.visitor().ask(path, html);
      expect([path, page.status, page.text.includes('<title>ctx|')]).toEqual([path, 200, true]);
      expect(page.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('keeps hashed files for ever and others not', async () => {
    const hashed = await bed.visitor().ask('/assets/app-1a2b.js');
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await bed.visitor().ask('/theme.js')).headers.get('cache-control')).toBe('no-cache');
  });

  it('packs hashed files as the browser takes them', async () => {
    const ask = (coding: string) =>
      bed.visitor().ask('/assets/app-1a2b.js', { headers: { 'accept-encoding': coding } });
    for (const [taken, given] of [
      ['gzip, deflate, br', 'br'],
      ['gzip;q=0.8, br;q=0', 'gzip'],
      ['identity', null],
      ['brotli', null],
    ] as const) {
      const { headers } = await ask(taken);
      expect([taken, headers.get('content-encoding'), headers.get('vary')]).toEqual([taken, given, 'Accept-Encoding']);
    }
    const packed = await bed.server.fetch(
      new Request(`${origin}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'gzip' } }),
    );
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe('app()');
    expect((await bed.visitor().ask('/theme.js', { headers: { 'accept-encoding': 'br' } })).text).toBe('start()');
  });

  it('hides neither missing files nor the interface behind the document, and leaves its folder never', async () => {
    expect((await bed.visitor().ask('/assets/gone-1.js')).status).toBe(404);
    expect((await bed.visitor().ask('/acme/api/v1/nothing', html)).status).toBe(404);
    expect((await bed.visitor().ask('/api/v1/nothing', html)).status).toBe(404);
    for (const path of ['/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt', '/%zz', '/a%00.js'])
      expect([path, (await bed.visitor().ask(path)).status]).toEqual([path, 404]);
  });

  it('leaves other routes the names under which they are counted', async () => {
    await bed.visitor().ask('/acme/api/v1/connectors');
    const { text } = await bed.visitor().ask('/metrics');
    expect(text).toContain('route="/:orgSlug/api/v1/connectors",method="GET",status="4xx"');
  });

  it('sends people who come by another name of this machine to the one where their session is', async () => {
    const port = new URL(origin).port;
    const response = await bed.server.fetch(
      new Request(`http://localhost:${port}/o/acme?x=1`, { headers: { accept: 'text/html' } }),
    );
    expect([response.status, response.headers.get('location')]).toEqual([302, `${origin}/o/acme?x=1`]);
  });
});
