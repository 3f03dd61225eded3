import { readdir, readFile } from 'node:fs/promises';
import { isProduct } from '../../test/demo/product.ts';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly rssMb: number;
  readonly cpuSeconds: number;
}

const EVERY_MS = 100;
/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

async function look(pid: number): Promise<Process | null> {
  const [status, stat, command] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
  ]);
  if (status === '') return null;
  const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  const times = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuSeconds = (Number(times[11]) + Number(times[12])) / TICKS;
  return {
    pid,
    parent: number('PPid'),
    command: command.replaceAll('\0', ' '),
    rssMb: number('VmRSS') / 1024,
    cpuSeconds,
  };
}

/** Processes below ours. */
async function family(): Promise<readonly Process[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(ids.map(look))).filter((one) => one !== null);
  const ours = new Set([process.pid]);
  for (let before = 0; before !== ours.size; ) {
    before = ours.size;
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  }
  return all.filter(({ pid }) => pid !== process.pid && ours.has(pid));
}

export interface MemoryWatch {
  /** Peaks in MiB and processor time since the last call; null where the system does not say (no /proc). */
  take(): { readonly product: number | null; readonly database: number | null; readonly cpuSeconds: number | null };
  stop(): void;
}

/**
 * Watches the product's Node processes and its database, ten times a second. Shared pages of the database
 * count once for each of its processes there, so its figure is an upper bound.
 */
export function watchMemory(): MemoryWatch {
  let peak = { product: 0, database: 0 };
  const cpu = new Map<number, number>();
  let cpuTaken = 0;
  let looking = false;
  const timer = setInterval(async () => {
    if (looking) return;
    looking = true;
    const all = await family();
    // Until a child runs its own program it shows its parent's name and memory a second time.
    const commands = new Map(all.map(({ pid, command }) => [pid, command]));
    const processes = all.filter(({ parent, command }) => commands.get(parent) !== command);
    for (const { pid, command, cpuSeconds } of processes) if (isProduct(command)) cpu.set(pid, cpuSeconds);
    const sum = (of: (command: string) => boolean) =>
      processes.filter(({ command }) => of(command)).reduce((total, { rssMb }) => total + rssMb, 0);
    peak = {
      product: Math.max(peak.product, sum(isProduct)),
      database: Math.max(
        peak.database,
        sum((command) => /^postgres|\/postgres /.test(command)),
      ),
    };
    looking = false;
  }, EVERY_MS);
  return {
    take() {
      const taken = peak;
      peak = { product: 0, database: 0 };
      const round = (value: number) => (value === 0 ? null : Math.round(value));
      const cpuNow = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
      const used = Math.round((cpuNow - cpuTaken) * 10) / 10;
      cpuTaken = cpuNow;
      return {
        product: round(taken.product),
        database: round(taken.database),
        cpuSeconds: cpu.size === 0 ? null : used,
      };
    },
    stop: () => clearInterval(timer),
  };
}
