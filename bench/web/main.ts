import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run bench -- web`; gives the exit code. The page is measured where its own tools and fixtures are. */
export function main(args: readonly string[]): Promise<number> {
  const entry = fileURLToPath(new URL('../../web/dev/bench/main.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
