import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../core/problem.ts';

interface Holder {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** When the holding process started, in the kernel's own count; null where it cannot be told. */
  readonly born: string | null;
  readonly released: boolean;
}

const heartbeatEvery = 10_000;
const silentFor = 90_000;
const pollEvery = 50;
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while no other caller, in this process or another, works on the same folder.
 *
 * Each holder owns a numbered file and the highest number rules, so that taking over from a holder
 * that was killed is one atomic creation of the next number, never the removal of a file that
 * somebody else may just have made. A holder on this machine is dead when its process is; one on
 * another machine, when its file was not touched for 90 s.
 * Problem `repository-busy` after `patience` milliseconds.
 */
export async function exclusively<T>(folder: string, patience: number, work: () => Promise<T>): Promise<T> {
  const before = queues.get(folder) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => hold(folder, patience, work));
  queues.set(folder, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(folder) === mine) queues.delete(folder);
  }
}

async function hold<T>(folder: string, patience: number, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const me: Holder = {
    token: randomUUID(),
    host: hostname(),
    pid: process.pid,
    born: await bornAt(process.pid),
    released: false,
  };
  const file = await acquire(folder, me, Date.now() + patience);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, heartbeatEvery);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await place(folder, { ...me, released: true }, (draft) => rename(draft, file));
  }
}

async function acquire(folder: string, me: Holder, until: number): Promise<string> {
  for (;;) {
    const top = await highest(folder);
    if (top === 0 || (await isFree(join(folder, String(top))))) {
      const file = join(folder, String(top + 1));
      const won = await place(folder, me, (draft) => link(draft, file)).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (won && (await highest(folder)) === top + 1) {
        await forgetBelow(folder, top + 1);
        return file;
      }
      if (won) await unlink(file);
      continue;
    }
    if (Date.now() > until) {
      throw new Problem({
        code: 'repository-busy',
        message: 'Another run works on the same repository.',
        status: 409,
        actor: 'nobody',
        retry: { kind: 'soon' },
      });
    }
    await sleep(pollEvery);
  }
}

/** Writes a whole file under a name of its own and hands it to `settle`. */
async function place(folder: string, holder: Holder, settle: (draft: string) => Promise<void>): Promise<void> {
  const draft = join(folder, `draft-${randomUUID()}`);
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    await settle(draft);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

async function isFree(file: string): Promise<boolean> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Holder;
    if (holder.released) return true;
    if (holder.host === hostname()) return !(await isAlive(holder));
    return Date.now() - (await stat(file)).mtimeMs > silentFor;
  } catch (error) {
    // The file went between listing and reading: whoever holds the next number removed it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const born = await bornAt(holder.pid);
  return born === null || holder.born === null || born === holder.born;
}

/** Field 22 of /proc/<pid>/stat (proc(5)): start time in clock ticks; the name before it may hold spaces. */
async function bornAt(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

async function highest(folder: string): Promise<number> {
  return (await readdir(folder)).reduce((top, name) => Math.max(top, /^\d+$/.test(name) ? Number(name) : 0), 0);
}

async function forgetBelow(folder: string, number: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^\d+$/.test(name) && Number(name) < number) await unlink(join(folder, name)).catch(() => undefined);
  }
}
