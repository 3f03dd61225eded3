import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The worker's program in one file, so that starting it costs little. Returns the file's path. */
export async function buildChild(): Promise<string> {
  const outfile = fileURLToPath(new URL(`../../node_modules/.cache/ctx/kill-${process.pid}.mjs`, import.meta.url));
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { readonly dependencies: object };
  await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    conditions: ['source'],
    external: Object.keys(dependencies).filter((name) => !name.startsWith('@ctxpipe/')),
    entryPoints: [fileURLToPath(new URL('./child.ts', import.meta.url))],
    outfile,
  });
  return outfile;
}
