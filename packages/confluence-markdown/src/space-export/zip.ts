import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable, Transform } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { crc32 } from './checksum.ts';
import { ExportError } from './error.ts';

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** CRC-32 of the content. */
  readonly crc: number;
  /** Where its own header stands in the archive. */
  readonly at: number;
}

const MAX_ENTRIES = 1_000_000;
const MAX_DIRECTORY = 512 * 1024 * 1024;
/** Deflate packs at most about 1,032 to 1; more is no file that anybody packed. */
const MAX_RATIO = 1100;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const HEADER = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_END = 22 + 0xffff;

/**
 * Reads archives by their central directory, one entry at a time as a stream. Names are only keys: nothing is ever
 * written under one. Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.
 */
export class ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly #file: FileHandle;

  private constructor(file: FileHandle, entries: ReadonlyMap<string, ZipEntry>) {
    this.#file = file;
    this.entries = entries;
  }

  static async open(path: string): Promise<ZipArchive> {
    const file = await open(path, 'r');
    try {
      return new ZipArchive(file, await readDirectory(file, path));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Content of an entry. The stream fails where it is not of the length and the checksum that the directory says. */
  async read(entry: ZipEntry): Promise<Readable> {
    if (entry.method !== 0 && entry.method !== 8) {
      throw new ExportError(
        `${entry.name} is packed in a way that is not known (${entry.method}); pack the export again.`,
      );
    }
    if (entry.size > 1_000_000 && entry.size > entry.packed * MAX_RATIO) {
      throw new ExportError(`${entry.name} would grow to ${entry.size} bytes from ${entry.packed}: this is no export.`);
    }
    const header = await readAt(this.#file, entry.at, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL) throw damaged(entry.name);
    const start = entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    if (entry.packed === 0) return bounded(entry);
    const raw = Readable.from(partsOf(this.#file, start, entry.packed), { objectMode: false });
    const out = bounded(entry);
    const done = () => {};
    if (entry.method === 8) pipeline(raw, createInflateRaw(), out, done);
    else pipeline(raw, out, done);
    return out;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

const PART = 256 * 1024;

/** Bytes of the archive, in parts. One handle serves any number of them. */
async function* partsOf(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = start; at < start + length; ) {
    const part = await readAt(file, at, Math.min(PART, start + length - at));
    if (part.length === 0) return;
    at += part.length;
    yield part;
  }
}

function bounded(entry: ZipEntry): Transform {
  let seen = 0;
  let sum = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      seen += chunk.length;
      if (seen > entry.size) next(new ExportError(`${entry.name} is longer than the archive says it is.`));
      else {
        sum = crc32(chunk, sum);
        next(null, chunk);
      }
    },
    flush(next) {
      next(seen === entry.size && sum === entry.crc ? null : damaged(entry.name));
    },
  });
  if (entry.packed === 0) stream.end();
  return stream;
}

function damaged(what: string): ExportError {
  return new ExportError(`${what}: the archive is damaged or cut off; export the space again.`);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

interface Directory {
  readonly count: number;
  readonly size: number;
  readonly at: number;
}

async function findDirectory(file: FileHandle, path: string): Promise<Directory> {
  const { size } = await file.stat();
  const tailAt = Math.max(0, size - LONGEST_END);
  const tail = await readAt(file, tailAt, size - tailAt);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END || at + 22 + tail.readUInt16LE(at + 20) > tail.length) continue;
    const plain = {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      at: tail.readUInt32LE(at + 16),
    };
    const large = plain.count === 0xffff || plain.size === 0xffffffff || plain.at === 0xffffffff;
    if (!large || at < 20 || tail.readUInt32LE(at - 20) !== LOCATOR_64) return plain;
    const end = await readAt(file, Number(tail.readBigUInt64LE(at - 12)), 56);
    if (end.length < 56 || end.readUInt32LE(0) !== END_64) throw damaged(path);
    return {
      count: Number(end.readBigUInt64LE(32)),
      size: Number(end.readBigUInt64LE(40)),
      at: Number(end.readBigUInt64LE(48)),
    };
  }
  throw new ExportError(`${path} is no zip archive; name the zip of a space exported as XML, or a folder.`);
}

async function readDirectory(file: FileHandle, path: string): Promise<Map<string, ZipEntry>> {
  const directory = await findDirectory(file, path);
  if (directory.count > MAX_ENTRIES || directory.size > MAX_DIRECTORY) {
    throw new ExportError(`${path} has ${directory.count} files; ${MAX_ENTRIES} are read.`);
  }
  const bytes = await readAt(file, directory.at, directory.size);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < directory.count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== HEADER) throw damaged(path);
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    const next = extraEnd + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) throw damaged(path);
    const name = bytes.toString('utf8', at + 46, nameEnd).replace(/\\/g, '/');
    const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    if (encrypted) throw new ExportError(`${path} is locked with a password; unpack it and name the folder.`);
    const entry = sizes(bytes.subarray(at, nameEnd), bytes.subarray(nameEnd, extraEnd));
    if (!name.endsWith('/') && !entries.has(name)) entries.set(name, { name, ...entry });
    at = next;
  }
  return entries;
}

/** Sizes and place of an entry; those that do not fit into four bytes stand in an extra field. */
function sizes(header: Buffer, extra: Buffer): Omit<ZipEntry, 'name'> {
  const values = [header.readUInt32LE(24), header.readUInt32LE(20), header.readUInt32LE(42)];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
    let from = at + 4;
    for (const [index, value] of values.entries()) {
      if (value !== 0xffffffff || from + 8 > end) continue;
      values[index] = Number(extra.readBigUInt64LE(from));
      from += 8;
    }
  }
  return {
    method: header.readUInt16LE(10),
    crc: header.readUInt32LE(16),
    size: values[0]!,
    packed: values[1]!,
    at: values[2]!,
  };
}
