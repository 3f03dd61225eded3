import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { isAlive, isServerOf } from './processes.ts';

/** A server as its `postmaster.pid` describes it (lines: pid, folder, start, port, ..., status). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

const POLL_MS = 10;
const LARGEST_LOG = 10 * 1024 * 1024;
const SHOWN_OF_LOG = 2000;

/** Environment of the server and its tools: nothing of ours. */
export const serverEnvironment: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };

async function readPidFile(place: Place): Promise<Postmaster | null> {
  const text = await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  return { pid: Math.abs(Number(lines[0])), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * The running server of the folder, whoever started it. A leftover `postmaster.pid` whose number
 * now belongs to nobody or to another program is removed: Postgres would refuse to start over it.
 */
export async function findPostmaster(place: Place): Promise<Postmaster | null> {
  const found = await readPidFile(place);
  if (!found) return null;
  if (isAlive(found.pid) && isServerOf(found.pid, place.data) !== false) return found;
  await rm(join(place.data, 'postmaster.pid'), { force: true });
  return null;
}

async function rotateLog(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await rename(file, `${file}.1`);
}

/** The end of the server's log, for messages. */
export async function logTail(place: Place): Promise<string> {
  return (await readFile(place.logFile, 'utf8').catch(() => '')).slice(-SHOWN_OF_LOG);
}

/** Starts the server in a process group of its own, so that it does not die of a Ctrl-C meant for us. */
export async function spawnPostmaster(
  place: Place,
  binaries: Binaries,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  await rotateLog(place.logFile);
  const log = await open(place.logFile, 'a', 0o600);
  const values = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings };
  const child = spawn(
    binaries.postgres,
    ['-D', place.data, ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: place.root,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: serverEnvironment,
      ...(place.runAs ?? {}),
    },
  );
  child.unref();
  child.on('error', () => undefined);
  await log.close();
  return child;
}

/** Waits until the child accepts connections; null when it ended first. */
export async function awaitReady(place: Place, child: ChildProcess, waitMs: number): Promise<Postmaster | null> {
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const found = await readPidFile(place);
    if (found?.ready && found.pid === child.pid) return found;
    await sleep(POLL_MS);
  }
  return null;
}

/** Asks the server to end its sessions and stop; insists after `waitMs`. */
export async function stopPostmaster(pid: number, waitMs: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const deadline = Date.now() + waitMs; Date.now() < deadline && isAlive(pid); ) await sleep(POLL_MS);
  }
}
