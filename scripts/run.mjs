import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, productFlags } from './build.mjs';
import { checkNode, installDependencies, root } from './install.mjs';

const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;

function startChild(args, options = {}) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', ...options });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  return child;
}

/** Starts a TypeScript entry of the repository with the sources' conditions, and passes signals on. */
export function startEntry(entry, args, options) {
  return startChild(['--conditions=source', '--import', loader, join(root, entry), ...args], options);
}

/** Starts the product itself, bundled, and passes signals on. */
export async function startProduct(args, options) {
  return startChild([...productFlags, await buildServer(), ...args], options);
}

const entries = {
  sandbox: 'sandbox/main.ts',
  durability: 'test/durability/main.ts',
  kill: 'test/kill/main.ts',
  chaos: 'test/chaos/main.ts',
  connecting: 'test/connecting/main.ts',
  ways: 'test/ways/main.ts',
  defences: 'test/defences/main.ts',
  bench: 'bench/main.ts',
  eval: 'bench/eval.ts',
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [name, ...args] = process.argv.slice(2);
  const entry = entries[name];
  if (!entry && name !== 'cli') {
    console.error(`Usage: node scripts/run.mjs cli|${Object.keys(entries).join('|')} [arguments]`);
    process.exit(2);
  }
  checkNode();
  await installDependencies();
  if (entry) startEntry(entry, args);
  else await startProduct(args);
}
