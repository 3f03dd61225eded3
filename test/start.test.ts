import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
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
