// Builds what is published: node packages/confluence-markdown/scripts/build.mjs [FOLDER], or npm run build in the package.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const below = (folder) => readdirSync(folder, { recursive: true }).map((path) => join(folder, path));

/** Every file stays a file, so that who uses a part bundles that part alone. */
const keepApart = {
  name: 'keep-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ path, kind }) =>
      kind === 'entry-point' ? null : { path: path.replace(/\.ts$/, '.js'), external: true },
    ),
};

/** Writes the sources as JavaScript modules for Node 20, one for each. */
export async function buildModules(out) {
  const entryPoints = below(join(root, 'src')).filter((path) => path.endsWith('.ts'));
  await build({
    entryPoints,
    outdir: out,
    outbase: join(root, 'src'),
    bundle: true,
    packages: 'external',
    plugins: [keepApart],
    platform: 'neutral',
    external: ['node:*'],
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
}

/** Writes the types beside the modules. In them, too, a module is named as it stands there. */
async function buildTypes(out) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const words = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', out];
  await promisify(execFile)(process.execPath, words).catch(({ stdout, message }) => {
    throw new Error(stdout || message);
  });
  for (const path of below(out).filter((each) => each.endsWith('.d.ts'))) {
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/((?:from |import\(|import )['"]\.[^'"\n]*)\.ts(?=['"])/g, '$1.js'));
  }
}

/** Makes the folder anew: modules and types. */
export async function buildPackage(out = join(root, 'dist')) {
  rmSync(out, { recursive: true, force: true });
  await Promise.all([buildModules(out), buildTypes(out)]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildPackage(process.argv[2]);
