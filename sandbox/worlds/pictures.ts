import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** A PNG of bars in one colour, higher with each of `values` (0 to 1): a picture that a viewer shows. */
export function drawBars(
  values: readonly number[],
  options: {
    readonly width?: number;
    readonly height?: number;
    readonly colour?: readonly [number, number, number];
  } = {},
): Uint8Array {
  const { width = 160, height = 80, colour = [11, 95, 255] } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3), 255);
  const barWidth = width / values.length;
  for (let y = 0; y < height; y += 1) {
    const start = y * (1 + width * 3);
    rows[start] = 0;
    for (let x = 0; x < width; x += 1) {
      const value = values[Math.min(values.length - 1, Math.floor(x / barWidth))] ?? 0;
      const gap = x % barWidth < 2;
      if (!gap && height - y <= value * height) rows.set(colour, start + 1 + x * 3);
    }
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}
