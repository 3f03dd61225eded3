import { parseArgs } from 'node:util';
import { Problem } from '../core/problem.ts';

/** What a command prints to and reads from. */
export interface Terminal {
  /** Standard input, as it comes. */
  readonly input: AsyncIterable<string | Uint8Array>;
  /** Results, to standard output. */
  write(text: string): void;
  /** Words for a person that are no result, to standard error. */
  warn(text: string): void;
}

/** How a command ended: done, failed, wrongly used, or done with warnings alone. */
export const exits = { ok: 0, failed: 1, wrong: 2, warnings: 3 } as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** A command of the terminal that runs once and ends. */
export interface TerminalCommand {
  /** Shown for `--help`. */
  readonly usage: string;
  /** Throws Problem; `wrong-arguments` for wrong use. */
  run(args: readonly string[], terminal: Terminal): Promise<Exit>;
}

/** A wrong use of a command, for the person who typed it. */
export function wrongUse(message: string, hint = 'Add --help to see how the command is used.'): Problem {
  return new Problem({ code: 'wrong-arguments', message, hint, status: 400 });
}

/** One option of a command; each is given at most once. */
export type OptionKind = 'text' | 'flag';
type Read<Options extends Readonly<Record<string, OptionKind>>> = {
  readonly [Name in keyof Options]?: Options[Name] extends 'flag' ? boolean : string;
};

/** Reads options and at most `most` other words. Throws Problem `wrong-arguments` that names the word. */
export function readOptions<const Options extends Readonly<Record<string, OptionKind>>>(
  args: readonly string[],
  options: Options,
  most = 0,
): { readonly given: Read<Options>; readonly words: readonly string[] } {
  const types = Object.entries(options).map(([name, kind]) => [
    name,
    { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
  ]);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(types) as Record<string, { type: 'boolean' | 'string' }>,
      allowPositionals: true,
    });
    if (positionals.length > most) throw wrongUse(`"${positionals[most]}" is one word too many.`);
    return { given: values as Read<Options>, words: positionals };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw wrongUse(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

/** The value of an option that a command cannot do without. */
export function required(value: string | undefined, name: string, meaning: string): string {
  if (value !== undefined && value !== '') return value;
  throw wrongUse(`--${name} is missing: ${meaning}.`);
}

/** All of the input as text. Throws Problem `wrong-arguments` above `limit` bytes. */
export async function readInput(input: Terminal['input'], limit: number): Promise<string> {
  return (await readBytes(input, limit)).toString('utf8');
}

/** The same as bytes, for a reader that looks at their encoding. */
export async function readBytes(input: Terminal['input'], limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of input) {
    const piece = Buffer.from(part);
    bytes += piece.length;
    if (bytes > limit) throw wrongUse(`The input is larger than ${limit} bytes.`, 'Give a smaller input.');
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

/** One JSON value and the end of its line. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Text of others, without what could move a terminal's cursor or colour its lines. */
export function plainLine(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
