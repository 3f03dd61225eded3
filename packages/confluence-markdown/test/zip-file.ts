import { crc32, deflateRawSync } from 'node:zlib';

interface Options {
  /** Size that the directory claims, where it lies. */
  readonly claimed?: number;
  readonly method?: number;
  readonly locked?: boolean;
  /** Write sizes and places in eight bytes. */
  readonly large?: boolean;
}

/** A zip archive with these files, deflated. */
export function zipFile(files: Readonly<Record<string, string | Buffer>>, options: Options = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = options.method === 0 ? bytes : deflateRawSync(bytes);
    const label = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(label.length, 26);
    parts.push(local, label, packed);
    const size = options.claimed ?? bytes.length;
    const extra = options.large ? Buffer.alloc(28) : Buffer.alloc(0);
    if (options.large) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
      extra.writeBigUInt64LE(BigInt(at), 20);
    }
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(options.locked ? 1 : 0, 8);
    header.writeUInt16LE(options.method ?? 8, 10);
    header.writeUInt32LE(crc32(bytes), 16);
    header.writeUInt32LE(options.large ? 0xffffffff : packed.length, 20);
    header.writeUInt32LE(options.large ? 0xffffffff : size, 24);
    header.writeUInt16LE(label.length, 28);
    header.writeUInt16LE(extra.length, 30);
    header.writeUInt32LE(options.large ? 0xffffffff : at, 42);
    directory.push(header, label, extra);
    at += 30 + label.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const count = Object.keys(files).length;
  const tail: Buffer[] = [];
  if (options.large) {
    const end = Buffer.alloc(56);
    end.writeUInt32LE(0x06064b50, 0);
    end.writeBigUInt64LE(BigInt(count), 32);
    end.writeBigUInt64LE(BigInt(list.length), 40);
    end.writeBigUInt64LE(BigInt(at), 48);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(BigInt(at + list.length), 8);
    tail.push(end, locator);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.large ? 0xffff : count, 10);
  end.writeUInt32LE(options.large ? 0xffffffff : list.length, 12);
  end.writeUInt32LE(options.large ? 0xffffffff : at, 16);
  return Buffer.concat([...parts, list, ...tail, end]);
}
