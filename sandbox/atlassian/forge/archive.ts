import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const MOST_BYTES = 16 * 1024 * 1024;

/** Thrown for bytes that are no zip archive of the plain kind (no ZIP64, no encryption). */
export class BrokenArchive extends Error {}

function findDirectory(zip: Buffer): { readonly offset: number; readonly count: number } {
  for (let at = zip.length - 22; at >= 0; at -= 1)
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY)
      return { offset: zip.readUInt32LE(at + 16), count: zip.readUInt16LE(at + 10) };
  throw new BrokenArchive('no central directory');
}

/** Files of a zip archive by path (PKWARE APPNOTE, methods 0 and 8). */
export function readArchive(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
  const zip = Buffer.from(bytes);
  const files = new Map<string, Buffer>();
  const { offset, count } = findDirectory(zip);
  let at = offset;
  for (let entry = 0; entry < count; entry += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new BrokenArchive('bad directory entry');
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength!);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    if (method !== 0 && method !== 8) throw new BrokenArchive(`method ${method}`);
    if (!name.endsWith('/'))
      files.set(name, method === 0 ? data : inflateRawSync(data, { maxOutputLength: MOST_BYTES }));
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return files;
}
