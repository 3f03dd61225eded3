import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = [20, 20, 0];

/** Ends with a plain sentence where this Node cannot run the product. */
export function checkNode() {
  const have = process.versions.node.split('.').map(Number);
  const older = oldestNode.find((part, index) => have[index] !== part);
  const index = older === undefined ? -1 : oldestNode.indexOf(older);
  if (index >= 0 && have[index] < oldestNode[index]) {
    console.error(`Node ${oldestNode.join('.')} or later is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
}

/** Runs a program with its output on `stdio`; gives the exit code. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
  });
}

/** A line on stderr, so that stdout stays free for results. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs what the lock file names, once per lock file. */
export async function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.ctxpipe-installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  const modules = lstatSync(dirname(mark), { throwIfNoEntry: false });
  if (modules?.isSymbolicLink()) {
    say(
      'node_modules is a link: installing here would empty the folder that it leads to. Remove it, then run this again.',
    );
    process.exit(1);
  }
  const started = Date.now();
  say('Installing dependencies (only when the lock file changed) ...');
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (code !== 0) {
    say('npm ci failed. Check that the npm registry can be reached, then run this again.');
    process.exit(code);
  }
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, lock);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}
