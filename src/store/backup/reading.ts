import { createHash } from 'node:crypto';
import { Problem } from '../../core/problem.ts';
import { type BackupHeader, damaged, endOfRows, readHeader, readMark, type TableHead } from './format.ts';

const NEWLINE = 10;
const BATCH_BYTES = 256 * 1024;
const LONGEST_LINE = 512 * 1024 * 1024;

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  try {
    for await (const piece of input) {
      const part = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      let from = 0;
      for (let at = part.indexOf(NEWLINE); at !== -1; at = part.indexOf(NEWLINE, from)) {
        const end = part.subarray(from, at + 1);
        yield rest.length === 0 ? end : Buffer.concat([...rest, end]);
        rest = [];
        held = 0;
        from = at + 1;
      }
      if (from === part.length) continue;
      rest.push(part.subarray(from));
      held += part.length - from;
      if (held > LONGEST_LINE) throw damaged('one of its lines has no end');
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw damaged('it cannot be unpacked to its end');
  }
  if (rest.length > 0) throw damaged('its last line has no end');
}

/** What reading a backup meets, in this order. */
export interface BackupReader {
  header(header: BackupHeader): Promise<void>;
  /** Has to take all of the rows, which come with the ends of their lines. */
  table(head: TableHead, rows: AsyncGenerator<Buffer>): Promise<void>;
  /** Everything came as it was written. */
  whole(rows: number): Promise<void>;
}

/** Reads an unpacked backup, and tells whether it is whole before `whole` is called. Throws Problem. */
export async function readBackup(input: AsyncIterable<Uint8Array>, reader: BackupReader): Promise<void> {
  const lines = linesOf(input);
  const hash = createHash('sha256');
  const next = async (): Promise<Buffer> => {
    const { value, done } = await lines.next();
    if (done) throw damaged('it ends too early');
    return value;
  };
  const first = await next();
  hash.update(first);
  await reader.header(readHeader(first.toString()));
  const counted: Record<string, number> = {};
  for (;;) {
    const line = await next();
    const mark = readMark(line.toString());
    if (mark.kind === 'end') {
      if (mark.foot.sha256 !== hash.digest('hex')) throw damaged('what it holds is not what was written');
      const names = new Set([...Object.keys(counted), ...Object.keys(mark.foot.rows)]);
      for (const name of names)
        if (counted[name] !== mark.foot.rows[name]) throw damaged(`rows of ${name} are missing`);
      if (!(await lines.next()).done) throw damaged('something follows its end');
      return reader.whole(Object.values(counted).reduce((sum, one) => sum + one, 0));
    }
    hash.update(line);
    const { table } = mark.head;
    counted[table] = 0;
    const rows = async function* (): AsyncGenerator<Buffer> {
      let batch: Buffer[] = [];
      let bytes = 0;
      for (;;) {
        const row = await next();
        hash.update(row);
        if (row.length === endOfRows.length + 1 && row.toString().trimEnd() === endOfRows) break;
        counted[table]! += 1;
        batch.push(row);
        bytes += row.length;
        if (bytes < BATCH_BYTES) continue;
        yield Buffer.concat(batch);
        batch = [];
        bytes = 0;
      }
      if (batch.length > 0) yield Buffer.concat(batch);
    };
    await reader.table(mark.head, rows());
  }
}
