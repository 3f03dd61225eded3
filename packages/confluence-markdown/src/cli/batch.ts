import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { convertLines } from '../batch/index.ts';
import { linesOf } from '../batch/lines.ts';
import { type Command, CommandError } from './arguments.ts';
import { type Terminal, write } from './terminal.ts';

async function openList(list: string, terminal: Terminal): Promise<Readable> {
  if (list === '-') return terminal.stdin;
  try {
    const handle = await open(list);
    if (!(await handle.stat()).isDirectory()) return handle.createReadStream();
    await handle.close();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(`${list} cannot be read (${reason}); --batch takes a file of JSON lines, or -.`, 1);
  }
  throw new CommandError(`${list} is a folder; --batch takes a file of JSON lines, or -.`, 1);
}

/** Converts a list, one line out for each line in. The count at the end stands on standard error. */
export async function runBatch(command: Extract<Command, { kind: 'batch' }>, terminal: Terminal): Promise<number> {
  const input = await openList(command.list, terminal);
  const folder = command.list === '-' ? undefined : dirname(command.list);
  let converted = 0;
  let failed = 0;
  for await (const answer of convertLines(linesOf(input), { baseUrl: command.baseUrl, folder })) {
    if ('error' in answer) failed++;
    else converted++;
    await write(terminal.stdout, `${JSON.stringify(answer)}\n`);
  }
  terminal.stderr.write(`${converted} converted, ${failed} failed.\n`);
  return 0;
}
