import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Converter } from './totals.ts';

const here = new URL('../../packages/confluence-markdown/', import.meta.url);
/** Not where the rivals are, so that each side gets the versions of libraries that it asks for. */
const built = fileURLToPath(new URL('../../node_modules/.cache/bench-render-ours/index.mjs', import.meta.url));

/** The converter of this repository, compiled beforehand: the rivals are not compiled while they run either. */
export async function loadOurs(): Promise<Converter> {
  await build({
    entryPoints: [fileURLToPath(new URL('src/index.ts', here))],
    outfile: built,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  const { convert } = (await import(pathToFileURL(built).href)) as typeof import('@ctxpipe/confluence-markdown');
  const { version } = JSON.parse(readFileSync(new URL('package.json', here), 'utf8')) as { version: string };
  return {
    name: 'confluence-markdown (ours)',
    version,
    licence: 'Apache-2.0',
    reads: ['storage', 'adf'],
    convert: (body, from) => convert({ from, body }).markdown,
  };
}
