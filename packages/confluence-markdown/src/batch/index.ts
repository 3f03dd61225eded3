import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { convert } from '../convert.ts';
import { decodeText, requireUtf8 } from '../decode.ts';
import { guessFormat } from '../guess.ts';
import { type BodyFormat, ConversionError, type ConvertOptions, type LossNote } from '../types.ts';

/** What a line of a batch became. */
export type BatchAnswer =
  | { readonly id: string | number | null; readonly markdown: string; readonly report: readonly LossNote[] }
  | { readonly id: string | number | null; readonly error: { readonly code: string; readonly message: string } };

export interface BatchOptions extends ConvertOptions {
  /** Where relative files of the list may lie besides the working directory. */
  readonly folder?: string | undefined;
}

/** A line that cannot be converted, with what to do about it. */
class LineError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const FORMATS: ReadonlySet<unknown> = new Set<BodyFormat>(['adf', 'storage', 'view']);

/** Some editors put a mark of the byte order before a text. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** A relative path counts from the working directory, or from where the list lies. */
async function readBody(file: string, folder: string | undefined): Promise<string> {
  let failure: NodeJS.ErrnoException | undefined;
  for (const place of folder === undefined ? [file] : [file, resolve(folder, file)]) {
    try {
      return decodeText(await readFile(place));
    } catch (error) {
      if (error instanceof ConversionError) throw error;
      failure = error as NodeJS.ErrnoException;
    }
  }
  throw new LineError('unreadable-file', `The file ${file} cannot be read (${failure!.code}).`);
}

function parse(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(withoutMark(line));
  } catch (error) {
    throw new LineError('bad-line', `The line is no JSON: ${(error as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new LineError('bad-line', 'The line is no JSON object; write {"id":…,"from":…,"body":…}.');
}

/** A document that stands in the line as it is; writing one recurses, reading it does not. */
function asJson(body: object): string {
  try {
    return JSON.stringify(body);
  } catch {
    throw new ConversionError('too-deep', 'The document under "body" is nested too deep; write it there as a text.');
  }
}

async function bodyOf(line: Readonly<Record<string, unknown>>, folder: string | undefined): Promise<string> {
  const { body, file } = line;
  if (typeof body === 'string') return body;
  if (typeof body === 'object' && body !== null) return asJson(body);
  if (typeof file === 'string' && file !== '') return readBody(file, folder);
  throw new LineError('no-body', 'The line has neither a text under "body" nor a path under "file".');
}

/** Converts one line of a batch. Whatever is wrong with it becomes its answer; it never throws. */
export async function convertLine(text: string | Uint8Array, options: BatchOptions = {}): Promise<BatchAnswer> {
  let id: string | number | null = null;
  try {
    const line = parse(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
    if (typeof line.id === 'string' || typeof line.id === 'number') id = line.id;
    else throw new LineError('no-id', 'The line has no "id" that is a text or a number.');
    if (typeof text !== 'string') requireUtf8(text);
    const { from } = line;
    if (from !== undefined && from !== null && !FORMATS.has(from)) {
      throw new LineError('unknown-format', `No format is called ${JSON.stringify(from)}; use adf, storage or view.`);
    }
    const body = await bodyOf(line, options.folder);
    const { markdown, report } = convert({ from: (from as BodyFormat | null) ?? guessFormat(body), body }, options);
    return { id, markdown, report };
  } catch (error) {
    if (error instanceof LineError || error instanceof ConversionError) {
      return { id, error: { code: error.code, message: error.message } };
    }
    return { id, error: { code: 'internal', message: (error as Error).message } };
  }
}

function isBlank(line: string | Uint8Array): boolean {
  return typeof line === 'string' ? line.trim() === '' : line.every((byte) => byte <= 0x20);
}

/** Converts lines one after another, in order; blank lines are passed over. Only one line is held at a time. */
export async function* convertLines(
  lines: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  options: BatchOptions = {},
): AsyncGenerator<BatchAnswer> {
  for await (const line of lines) if (!isBlank(line)) yield await convertLine(line, options);
}
