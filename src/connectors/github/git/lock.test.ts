import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exclusively } from './lock.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Another process that takes the lock, says so, and holds it for a time. */
async function holder(ms: number): Promise<ChildProcess> {
  const script = `
    import { exclusively } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
    exclusively(process.argv[1], 10000, async () => {
      console.log('held');
      await new Promise((resolve) => setTimeout(resolve, ${ms}));
    });`;
  const args = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', script, folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

it('lets one at a time in, in the order of asking, and goes on after a failure', async () => {
  const order: string[] = [];
  const work = (name: string, fail = false) =>
    exclusively(folder, 1000, async () => {
      order.push(`${name} in`);
      await sleep(10);
      order.push(`${name} out`);
      if (fail) throw new Error(name);
    });
  const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  expect((await readdir(folder)).length).toBe(1);
});

it('waits for another process and says so when it takes too long', async () => {
  await holder(1500);
  await expect(exclusively(folder, 100, async () => 1)).rejects.toMatchObject({ code: 'repository-busy' });
  expect(await exclusively(folder, 5000, async () => 2)).toBe(2);
});

it('F34: takes over at once from a process that was killed', async () => {
  const child = await holder(60_000);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const started = performance.now();
  expect(await exclusively(folder, 5000, async () => 'mine')).toBe('mine');
  expect(performance.now() - started).toBeLessThan(10_000);
});

it('takes over from another machine only after its silence', async () => {
  const file = join(folder, '7');
  await writeFile(file, JSON.stringify({ token: 'x', host: 'elsewhere', pid: 1, born: null, released: false }));
  await expect(exclusively(folder, 100, async () => 1)).rejects.toMatchObject({ code: 'repository-busy' });
  const longAgo = new Date(Date.now() - 120_000);
  await utimes(file, longAgo, longAgo);
  expect(await exclusively(folder, 100, async () => 2)).toBe(2);
});

it('is not fooled by a process number that was given out again', async () => {
  const file = join(folder, '3');
  const { hostname } = await import('node:os');
  const gone = { token: 'x', host: hostname(), pid: process.pid, born: '1', released: false };
  await writeFile(file, JSON.stringify(gone));
  expect(await exclusively(folder, 200, async () => 'mine')).toBe('mine');
});
