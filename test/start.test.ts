import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../sandbox/operator/index.ts';
import { environmentOf, launchProduct } from './demo/product.ts';

const START_MS = 60_000;
let dataDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ctxpipe-start-'));
  await chmod(dataDir, 0o711);
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  // A database whose server was killed goes on for the next one; here there is none.
  const left = Number(
    (await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
  );
  if (left > 0 && existsSync(`/proc/${left}`)) {
    process.kill(left, 'SIGINT');
    await until('the end of the database', async () => !existsSync(`/proc/${left}`), { withinMs: 20_000 });
  }
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

function start(environment: Record<string, string> = {}, args: readonly string[] = ['start', '--no-demo']) {
  const given = environmentOf({ CTXPIPE_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...environment });
  const child = launchProduct(args, given);
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += String(part)));
  const opened = () =>
    until('the address', async () => /^Open (http\S+)$/m.exec(text)?.[1], { withinMs: START_MS, everyMs: 50 });
  return { child, opened, output: () => text };
}

/** Number of the worker that a process started; null while there is none. */
async function workerOf(parent: number): Promise<number | null> {
  for (const name of await readdir('/proc')) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== parent) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('main.ts\0worker')) return Number(name);
  }
  return null;
}

describe('npm start', () => {
  it('prints one address that answers, keeps its keys to itself, and a second start says so and ends', async () => {
    const first = start();
    const origin = await first.opened();
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    expect((await stat(join(dataDir, 'keys.json'))).mode & 0o077).toBe(0);
    const second = start();
    await once(second.child, 'exit');
    expect(second.child.exitCode).toBe(0);
    expect(second.output()).toContain(`running already`);
    expect(second.output()).toContain(origin);
  }, 120_000);

  it('goes on after a kill -9, on the same port, with the same data and the same owner link rules', async () => {
    const first = start();
    const origin = await first.opened();
    const gone = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await gone;
    const second = start();
    expect(await second.opened()).toBe(origin);
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
  }, 120_000);

  it.runIf(existsSync('/proc/self/stat'))(
    'leaves no worker behind when it is killed',
    async () => {
      const first = start();
      await first.opened();
      const worker = await until('the worker', () => workerOf(first.child.pid!), { withinMs: 20_000 });
      const gone = once(first.child, 'exit');
      first.child.kill('SIGKILL');
      await gone;
      await until('the end of the worker', async () => !existsSync(`/proc/${worker}`), { withinMs: 20_000 });
    },
    120_000,
  );

  it('names the variable that is wrong and where it is described', async () => {
    const bad = start({ PORT: 'eighty' });
    await once(bad.child, 'exit');
    expect(bad.child.exitCode).toBe(1);
    expect(bad.output()).toMatch(/PORT must be a port number/);
    expect(bad.output()).toContain('docs/1-start/environment.md');
  }, 60_000);

  it('ends with 2 for a command that does not exist', async () => {
    const bad = start({}, ['begin']);
    await once(bad.child, 'exit');
    expect(bad.child.exitCode).toBe(2);
    expect(bad.output()).toContain('There is no command "begin"');
  }, 60_000);
});
