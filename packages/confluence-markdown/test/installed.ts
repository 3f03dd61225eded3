import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

interface Description {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export function descriptionIn(folder: string): Description {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Description;
}

function folderOf(name: string, from: string): string {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
    if (at === dirname(at)) throw new Error(`${name} is not installed in this checkout.`);
  }
}

/** Folders of everything that the package needs at run time, by name. */
export function runtimeDependencies(): Map<string, string> {
  const found = new Map<string, string>();
  const open = [packageFolder];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const name of Object.keys(descriptionIn(folder).dependencies ?? {})) {
      if (found.has(name)) continue;
      const at = folderOf(name, folder);
      found.set(name, at);
      open.push(at);
    }
  }
  return found;
}

/**
 * Builds and packs the package and installs the tarball with npm into an empty folder. No registry is asked: npm gets
 * what the package needs from the checkout's own `node_modules`, and copies it.
 */
export async function installPacked(folder: string): Promise<void> {
  const npm = async (cwd: string, ...words: string[]) => {
    const env = { ...process.env, npm_config_cache: join(folder, 'cache') };
    const { stdout } = await run('npm', words, { cwd, env, shell: process.platform === 'win32' });
    return stdout;
  };
  await run(process.execPath, [join(packageFolder, 'scripts/build.mjs')]);
  mkdirSync(join(folder, 'tarball'), { recursive: true });
  await npm(packageFolder, 'pack', '--pack-destination', join(folder, 'tarball'), '--loglevel=error');
  const [tarball] = readdirSync(join(folder, 'tarball'));
  const needed = [...runtimeDependencies()].map(([name, at]) => [name, `file:${at}`] as const);
  const dependencies = {
    ...Object.fromEntries(needed),
    [descriptionIn(packageFolder).name]: `file:tarball/${tarball}`,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  await npm(folder, 'install', '--offline', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund');
}
