import { readFileSync } from 'node:fs';

/** When a process started, in the kernel's own count; tells a process from a later one with its number. */
export function startMark(pid: number): string {
  return statField(pid, 19) ?? '';
}

/** Field after the state in `/proc/<pid>/stat` (man proc: state is field 3); null without procfs. */
function statField(pid: number, afterState: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[afterState] ?? null;
  } catch {
    return null;
  }
}

/** True for a process that runs; one that is dead and not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statField(pid, 0) !== 'Z';
}

/** Whether the process is the server of this data folder; null where the system does not tell. */
export function isServerOf(pid: number, dataFolder: string): boolean | null {
  if (process.platform !== 'linux') return null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataFolder);
  } catch {
    return false;
  }
}
