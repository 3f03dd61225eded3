import { readFile } from 'node:fs/promises';
import { convert } from '../convert.ts';
import { decodeText } from '../decode.ts';
import { guessFormat } from '../guess.ts';
import { type Conversion, ConversionError, type LossNote } from '../types.ts';
import { type Command, CommandError } from './arguments.ts';
import { type Terminal, write } from './terminal.ts';

async function readAll(terminal: Terminal): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of terminal.stdin) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function readBody(file: string, terminal: Terminal): Promise<Buffer> {
  if (file === '-' && terminal.stdin.isTTY)
    throw new CommandError('There is nothing to read: name a FILE, or pipe a body into the command.', 2);
  try {
    return await (file === '-' ? readAll(terminal) : readFile(file));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(`${file} cannot be read (${reason}); check the path, its permissions and its size.`, 1);
  }
}

function line({ kind, what, where, text }: LossNote): string {
  return `${kind} ${what} at ${where}${text ? `: ${text.replace(/\s+/g, ' ').slice(0, 200)}` : ''}\n`;
}

/** Converts one body: Markdown on standard output, the report on standard error, or both as JSON. */
export async function runOne(command: Extract<Command, { kind: 'one' }>, terminal: Terminal): Promise<number> {
  const bytes = await readBody(command.file, terminal);
  let made: Conversion;
  try {
    const body = decodeText(bytes);
    made = convert({ from: command.from ?? guessFormat(body), body }, { baseUrl: command.baseUrl });
  } catch (error) {
    if (error instanceof ConversionError) throw new CommandError(`${command.file}: ${error.message}`, 1);
    throw error;
  }
  const { markdown, report, links } = made;
  if (command.json) await write(terminal.stdout, `${JSON.stringify({ markdown, report, links })}\n`);
  else {
    await write(terminal.stdout, markdown);
    if (report.length > 0) await write(terminal.stderr, report.map(line).join(''));
  }
  return 0;
}
