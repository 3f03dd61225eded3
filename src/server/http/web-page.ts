import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'hono';
import { notFound } from './access.ts';
import type { App } from './routes.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Files whose name changes with their content. */
const FOREVER = 'public, max-age=31536000, immutable';
const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])$/;

async function readAsset(root: string, path: string): Promise<{ body: Uint8Array; type: string } | null> {
  const type = types[extname(path)];
  const file = normalize(join(root, path));
  if (!type || !file.startsWith(root + sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? { body: await readFile(file), type } : null;
}

/** Sessions and round trips belong to one origin, so whoever comes by another name of this machine is sent there. */
function otherName(c: Context, publicOrigin: string): string | null {
  const own = new URL(publicOrigin);
  const asked = new URL(c.req.url);
  const bothLocal = loopback.test(own.hostname) && loopback.test(asked.hostname);
  if (!bothLocal || asked.hostname === own.hostname || asked.port !== own.port) return null;
  return `${own.origin}${asked.pathname}${asked.search}`;
}

type Coding = 'br' | 'gzip';

/** High enough for files that are packed once and sent often. */
const QUALITY = 9;
const worthPacking = /^(?:text\/|image\/svg|application\/(?:json|manifest))/;
const packers: Readonly<Record<Coding, (body: Uint8Array) => Promise<Uint8Array>>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
  gzip: (body) => promisify(gzip)(body, { level: QUALITY }),
};

/** The best coding that a request takes; null: none of ours. */
function codingFor(c: Context): Coding | null {
  const taken = (c.req.header('accept-encoding') ?? '').split(',').map((part) => part.trim());
  const takes = (coding: Coding) =>
    taken.some((one) => one === coding || /^(\S+?)\s*;\s*q=(?!0(?:\.0*)?$)/.exec(one)?.[1] === coding);
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null;
}

/** Packs files whose name changes with their content, each once. */
function createPacking(): (path: string, coding: Coding, body: Uint8Array) => Promise<Uint8Array> {
  const packed = new Map<string, Promise<Uint8Array>>();
  return (path, coding, body) => {
    const key = `${coding} ${path}`;
    const known = packed.get(key);
    if (known) return known;
    const made = packers[coding](body);
    packed.set(key, made);
    made.catch(() => packed.delete(key));
    return made;
  };
}

function isNavigation(c: Context): boolean {
  return (c.req.header('accept') ?? '').includes('text/html');
}

/** Serves the built web page: its files, and its one document for every address that a person opens. */
export function addWebPage(app: App, root: string, publicOrigin: string): void {
  const folder = normalize(root).replace(/[/\\]+$/, '');
  const pack = createPacking();
  app.get('*', async (c) => {
    let path: string;
    try {
      path = decodeURIComponent(c.req.path);
    } catch {
      throw notFound('This address');
    }
    const asset = path === '/' || path.includes('\0') ? null : await readAsset(folder, path);
    if (asset && !path.endsWith('.html')) {
      const hashed = path.startsWith('/assets/');
      const headers = { 'Content-Type': asset.type, 'Cache-Control': hashed ? FOREVER : 'no-cache' };
      if (!hashed || !worthPacking.test(asset.type)) return c.body(asset.body as Uint8Array<ArrayBuffer>, 200, headers);
      const coding = codingFor(c);
      const body = coding === null ? asset.body : await pack(path, coding, asset.body);
      return c.body(body as Uint8Array<ArrayBuffer>, 200, {
        ...headers,
        Vary: 'Accept-Encoding',
        ...(coding === null ? {} : { 'Content-Encoding': coding }),
      });
    }
    if (!isNavigation(c) || /\/api(?:\/|$)/.test(path)) throw notFound('This address');
    const elsewhere = otherName(c, publicOrigin);
    if (elsewhere !== null) return c.redirect(elsewhere, 302);
    const page = await readAsset(folder, '/index.html');
    if (!page) throw notFound('The page');
    return c.body(page.body as Uint8Array<ArrayBuffer>, 200, {
      'Content-Type': page.type,
      'Cache-Control': 'no-cache',
    });
  });
}
