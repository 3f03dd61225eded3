import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createMock, type MockOptions } from './mock.ts';

/** The policy under which the built page has to work. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves the built page under the strict policy, over fixtures; scripts and styles packed, as the server does it. */
export function serveBuilt(root: string, options: MockOptions = {}) {
  const mock = createMock(options);
  const packed = new Map<string, Buffer>();
  const pack = (file: string): Buffer => {
    const body = packed.get(file) ?? gzipSync(readFileSync(file), { level: 9 });
    packed.set(file, body);
    return body;
  };
  return createServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    void mock(request, response).then((answered) => {
      if (answered) return;
      const path = join(root, normalize(new URL(request.url ?? '/', 'http://x.invalid').pathname));
      const file = existsSync(path) && statSync(path).isFile() ? path : join(root, 'index.html');
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      if (/\.(?:js|css)$/.test(file)) response.setHeader('content-encoding', 'gzip').end(pack(file));
      else createReadStream(file).pipe(response);
    });
  });
}

if (process.argv[1] === import.meta.filename) {
  const port = Number(process.argv[2] ?? 4173);
  serveBuilt(join(import.meta.dirname, '..', 'dist')).listen(port, '127.0.0.1', () => {
    console.log(`http://127.0.0.1:${port}/`);
  });
}
