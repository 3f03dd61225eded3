import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../core/problem.ts';
import { isAlive, startMark } from './processes.ts';

const POLL_MS = 25;

function describe(): string {
  return JSON.stringify({ pid: process.pid, mark: startMark(process.pid), token: randomUUID() });
}

/** True when the process that wrote the description still runs. */
export function isHolderAlive(text: string): boolean {
  try {
    const { pid, mark } = JSON.parse(text) as { readonly pid: number; readonly mark: string };
    return isAlive(pid) && startMark(pid) === mark;
  } catch {
    return false;
  }
}

/** What a process writes about itself so that others can tell whether it still runs. */
export const describeSelf = describe;

async function tryTake(file: string, mine: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, mine, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves a dead holder's file away; puts it back when a live one took its place meanwhile. */
async function clearStale(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null || isHolderAlive(text)) return;
  const aside = `${file}.${randomUUID()}`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const taken = await readFile(aside, 'utf8').catch(() => '');
  if (taken !== text && isHolderAlive(taken)) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Runs `work` while this process alone holds the file. A holder that was killed is recognised by
 * its process number and start, so its lock does not outlive it.
 */
export async function withProcessLock<T>(file: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const mine = describe();
  const deadline = Date.now() + waitMs;
  while (!(await tryTake(file, mine))) {
    await clearStale(file);
    if (Date.now() > deadline)
      throw new Problem({
        code: 'database-locked',
        message: `Another process has been starting or stopping the database for ${Math.round(waitMs / 1000)} seconds.`,
        hint: `If no other process runs, remove ${file}.`,
        retry: { kind: 'soon' },
      });
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    if ((await readFile(file, 'utf8').catch(() => null)) === mine) await rm(file, { force: true });
  }
}
