import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { ConversionError } from './types.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What the mark of the byte order says; UTF-8 without one. */
function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function firstWrong(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  let at = 0;
  while (again[at] === bytes[at]) at++;
  return at;
}

/**
 * Looks whether bytes are UTF-8.
 *
 * @throws {ConversionError} `not-utf-8`, with the first byte that is wrong, counted from 1
 */
export function requireUtf8(bytes: Uint8Array): void {
  if (isUtf8(bytes)) return;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = firstWrong(buffer);
  const wrong = `0x${buffer[at]!.toString(16).toUpperCase().padStart(2, '0')}`;
  throw new ConversionError(
    'not-utf-8',
    `The body is not UTF-8: byte ${at + 1} is ${wrong}. Save it as UTF-8, for example with iconv -f WINDOWS-1252 -t UTF-8.`,
  );
}

/**
 * Text of a body that was read as bytes: UTF-8, or UTF-16 where its mark of the byte order says so. The mark is no part
 * of the text.
 *
 * @throws {ConversionError} `not-utf-8` where it is neither: whoever guesses changes letters without a word
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes);
  requireUtf8(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Bytes that stream by, as UTF-8: what is UTF-16 by its mark is written anew, everything else stays as it is. */
export async function* utf8Of(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array = new Uint8Array();
  let decoder: TextDecoder | null | undefined;
  for await (const part of chunks) {
    let chunk = typeof part === 'string' ? Buffer.from(part) : part;
    if (decoder === undefined) {
      start = Buffer.concat([start, chunk]);
      if (start.length < 2) continue;
      const encoding = encodingOf(start);
      decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
      chunk = start;
    }
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
  if (decoder) yield Buffer.from(decoder.decode());
  else if (decoder === undefined) yield start;
}
