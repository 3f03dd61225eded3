import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { until } from '../../sandbox/operator/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 90_000;
const STOP_MS = 20_000;

/** The product as processes of its own, with everything they print. */
export interface Product {
  readonly origin: string;
  readonly ownerLink: string | null;
  /** Everything printed so far, by all of its processes. */
  output(): string;
  /** Arguments of its processes and of what they start, as seen so far. */
  argumentsSeen(): string;
  /** Environments of what its processes start, without the variables through which a secret is handed over (S10). */
  environmentsSeen(): string;
  /** Highest memory of its processes, in MiB. */
  peakRssMb(): number;
  stop(): Promise<void>;
}

export interface ProductOptions {
  readonly dataDir: string;
  /** Added to a small environment; nothing else of ours is passed on. */
  readonly environment: Readonly<Record<string, string>>;
  /** Workers as processes of their own; 0: the server works itself. */
  readonly workers: number;
}

/** Whether a command line is one of the product's Node processes; Git, its database and the vendor's CLI are none. */
export function isProduct(command: string): boolean {
  return /\/dist\/server-[0-9a-f]+\/main\.js/.test(command);
}

/** Variables through which a child is handed what it needs, and that nothing but the child can read (S10). */
const handedOver = /^(?:FORGE_API_TOKEN|GIT_CONFIG_VALUE_\d+)=/;

/** What the product needs of a terminal's environment. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

/** A small environment: what a terminal has, and what is given. */
export function environmentOf(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...given };
  for (const name of passedOn) if (process.env[name] !== undefined) environment[name] = process.env[name];
  return environment;
}

/** Starts the product from its sources, for tests. */
export function launchProduct(command: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
  const args = ['--conditions=source', '--import', loader, join(root, 'src/main.ts'), ...command];
  return spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Arguments that start the product as it is installed: bundled. The build is made where sources changed. */
async function builtProgram(): Promise<readonly string[]> {
  const build = [join(root, 'scripts/build.mjs'), 'server'];
  const { stdout } = await promisify(execFile)(process.execPath, build);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as string[];
}

/** Looks at a process and everything below it, by way of /proc; nothing where there is none. */
async function family(parents: readonly number[]): Promise<readonly number[]> {
  const rows = await Promise.all(
    (await readdir('/proc').catch(() => []))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
        return { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
      }),
  );
  const found = new Set(parents);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of rows) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/** Starts the product and waits until it says where it serves. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const environment = environmentOf({ ...options.environment, CTXPIPE_DATA_DIR: options.dataDir });
  let text = '';
  const seen = new Set<string>();
  const environments = new Set<string>();
  let peak = 0;
  const children: ChildProcess[] = [];
  const program = await builtProgram();
  const run = (command: readonly string[]) => {
    const child = spawn(process.execPath, [...program, ...command], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += String(part)));
    children.push(child);
    return child;
  };

  const server = run(['start', '--no-demo', ...(options.workers > 0 ? ['--role', 'server'] : [])]);
  const opened = await until(
    'the start of the product',
    async () => {
      if (server.exitCode !== null) throw new Error(`the product ended with ${server.exitCode}:\n${text}`);
      return /^Open (http\S+)$/m.exec(text)?.[1];
    },
    { withinMs: START_MS, everyMs: 50 },
  );
  for (let index = 0; index < options.workers; index += 1) run(['worker']);

  const look = async () => {
    const pids = children.flatMap(({ pid, exitCode }) => (pid !== undefined && exitCode === null ? [pid] : []));
    let sum = 0;
    const all = await family(pids);
    for (const pid of all) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (!isProduct(command)) {
        const pairs = (await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).split('\0');
        environments.add(pairs.filter((pair) => !handedOver.test(pair)).join('\n'));
        continue;
      }
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      sum += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    }
    peak = Math.max(peak, sum);
    for (const pid of all)
      seen.add((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '));
  };
  const timer = setInterval(() => void look(), 200);
  const ownerLink = await until('the owner link', async () => /^\s+(http\S+\/first-owner\/\S+)$/m.exec(text)?.[1], {
    withinMs: 10_000,
  }).catch(() => null);

  return {
    origin: opened,
    ownerLink,
    output: () => text,
    argumentsSeen: () => [...seen].join('\n'),
    environmentsSeen: () => [...environments].join('\n'),
    peakRssMb: () => Math.round(peak),
    async stop() {
      clearInterval(timer);
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = once(child, 'exit');
          child.kill('SIGTERM');
          const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
          await ended;
          clearTimeout(last);
        }),
      );
    },
  };
}
