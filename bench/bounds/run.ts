import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ConversionError, convert } from '@ctxpipe/confluence-markdown';
import { type Case, cases } from './cases.ts';

/** What one body took. */
export interface Taken {
  readonly characters: number;
  /** Seconds that the processor worked for the conversion, all threads. */
  readonly seconds: number;
  /** Greatest memory of the process, body and output included. */
  readonly megabytes: number;
  /** Characters of Markdown, the reason why there is none, or that the process broke. */
  readonly became: number | string;
}

export interface Bounded {
  readonly name: string;
  readonly from: Case['from'];
  readonly half: Taken;
  readonly full: Taken;
}

export interface BoundsBench {
  readonly at: string;
  readonly node: string;
  readonly processor: string;
  readonly bodies: readonly Bounded[];
}

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Converts one body in this process. */
export function take(name: string, characters: number): Taken {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Error(`No body is called "${name}".`);
  const body = found.make(characters);
  const used = process.cpuUsage();
  let became: Taken['became'];
  try {
    became = convert({ from: found.from, body }, { maxLength: Number.POSITIVE_INFINITY }).markdown.length;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    became = error.code;
  }
  const { user, system } = process.cpuUsage(used);
  return {
    characters: body.length,
    seconds: Number(((user + system) / 1e6).toFixed(2)),
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    became,
  };
}

/** The same in a process of its own, so that its memory is that of one body. */
function takeApart(name: string, characters: number): Promise<Taken> {
  const args = [...process.execArgv, entry, 'bounds', '--one', name, '--characters', String(characters)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const broke = { characters, seconds: Number.NaN, megabytes: Number.NaN, became: `broke (${signal ?? code})` };
      resolve(code === 0 ? (JSON.parse(Buffer.concat(parts).toString('utf8')) as Taken) : broke);
    });
  });
}

/** Converts every body at half and at full size, one process after another. */
export async function runBoundsBench(
  characters: number,
  only: string,
  say: (line: string) => void,
): Promise<BoundsBench> {
  const bodies: Bounded[] = [];
  for (const { name, from } of cases.filter((one) => one.name.includes(only))) {
    const half = await takeApart(name, Math.round(characters / 2));
    const full = await takeApart(name, characters);
    bodies.push({ name, from, half, full });
    say(`${name}: ${half.seconds} s, then ${full.seconds} s and ${full.megabytes} MB (${full.became})`);
  }
  const processor = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  return { at: new Date().toISOString(), node: process.versions.node, processor, bodies };
}
