import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkNode();
  await installDependencies();
  await buildWeb();
}
