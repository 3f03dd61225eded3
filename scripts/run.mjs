import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installDependencies, root } from './install.mjs';

/** Starts a TypeScript entry of the repository with the sources' conditions, and passes signals on. */
export function startEntry(entry, args, options = {}) {
  const flags = ['--conditions=source', '--import', pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href];
  const child = spawn(process.execPath, [...flags, join(root, entry), ...args], { stdio: 'inherit', ...options });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  return child;
}

const entries = {
  cli: 'src/main.ts',
  sandbox: 'sandbox/main.ts',
  durability: 'test/durability/main.ts',
  bench: 'bench/main.ts',
  eval: 'bench/eval.ts',
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [name, ...args] = process.argv.slice(2);
  const entry = entries[name];
  if (!entry) {
    console.error(`Usage: node scripts/run.mjs ${Object.keys(entries).join('|')} [arguments]`);
    process.exit(2);
  }
  checkNode();
  await installDependencies();
  startEntry(entry, args);
}
