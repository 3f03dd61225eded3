import type { IncomingMessage } from 'node:http';
import { PassThrough, pipeline, type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Problem } from '../core/problem.ts';
import { TryFailed, tooLargeProblem } from './failure.ts';

export interface BodyLimits {
  readonly call: string;
  readonly maxBytes: number;
  /** Longest silence between two parts, in milliseconds. */
  readonly stallMs: number;
}

/** A body that trickles may take this many times the longest silence in all. */
const TRICKLE_FACTOR = 20;
const DISCARD_MS = 5_000;
const DISCARD_BYTES = 256 * 1024;

function decoder(encoding: string | undefined): Transform {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return new PassThrough();
  }
}

function ceiling(limits: BodyLimits): Transform {
  let seen = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      seen += part.byteLength;
      if (seen > limits.maxBytes) done(tooLargeProblem(limits.call, limits.maxBytes));
      else done(null, part);
    },
  });
}

/** The decoded body. It fails with `TryFailed` when it stalls or is cut off and with a Problem past its limit. */
export function openBody(response: IncomingMessage, limits: BodyLimits): Readable {
  const declared = Number(response.headers['content-length'] ?? 0);
  const out = ceiling(limits);
  const giveUp = (): void => {
    response.destroy(new TryFailed('timeout', `the body stalled for ${limits.stallMs} ms`));
  };
  const stall = (): void => {
    // A reader that takes its time leaves parts waiting here; that silence is not the other side's.
    if (out.readableLength > 0) timer = setTimeout(stall, limits.stallMs);
    else giveUp();
  };
  let timer = setTimeout(stall, limits.stallMs);
  const whole = setTimeout(giveUp, limits.stallMs * TRICKLE_FACTOR);
  response.on('data', () => {
    clearTimeout(timer);
    timer = setTimeout(stall, limits.stallMs);
  });
  pipeline(response, decoder(response.headers['content-encoding']), out, () => {
    clearTimeout(timer);
    clearTimeout(whole);
  });
  if (declared > limits.maxBytes) out.destroy(tooLargeProblem(limits.call, limits.maxBytes));
  return out;
}

/** Lets a body that nobody reads go by, so that its connection serves on; a long or slow one costs the connection. */
export function discard(response: IncomingMessage): void {
  let seen = 0;
  const timer = setTimeout(() => response.destroy(), DISCARD_MS);
  response.on('error', () => {});
  response.on('close', () => clearTimeout(timer));
  response.on('data', (part: Buffer) => {
    seen += part.byteLength;
    if (seen > DISCARD_BYTES) response.destroy();
  });
}

/** Reads to the end. */
export async function readAll(body: Readable): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  try {
    for await (const part of body) parts.push(part as Buffer);
  } catch (error) {
    if (error instanceof TryFailed || error instanceof Problem) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code.startsWith('Z_') || code.startsWith('ERR__'))
      throw new TryFailed('malformed', 'the body cannot be unpacked');
    throw new TryFailed('network', `the body was cut off (${code})`);
  }
  return Buffer.concat(parts);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON of a body; null for an empty one. Throws `TryFailed` for anything that is no JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return null;
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    throw new TryFailed('malformed', bytes[0] === 0x3c ? 'it answered with a web page' : 'its answer is no JSON');
  }
}
