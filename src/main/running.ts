import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Record {
  readonly pid: number;
  readonly origin: string;
}

const ASK_MS = 2_000;

const fileOf = (dataDir: string): string => join(dataDir, 'server.json');

/** Address of a server that serves this data folder now; null where none answers. */
export async function findRunning(dataDir: string): Promise<string | null> {
  try {
    const { pid, origin } = JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as Record;
    process.kill(pid, 0);
    const answer = await fetch(`${origin}/health/live`, { signal: AbortSignal.timeout(ASK_MS) });
    return answer.ok ? origin : null;
  } catch {
    return null;
  }
}

/** Says where this process serves; gives what takes it back. */
export async function announceRunning(dataDir: string, origin: string): Promise<() => Promise<void>> {
  const record: Record = { pid: process.pid, origin };
  await writeFile(fileOf(dataDir), JSON.stringify(record));
  return () => rm(fileOf(dataDir), { force: true });
}
