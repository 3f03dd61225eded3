import type { AuditEntry } from '../../../core/ports/audit.ts';

/** An entry with the name of who acted, where that person is a member. */
export interface NamedEntry extends AuditEntry {
  readonly actorName: string | null;
}

const columns = ['at', 'actorId', 'actorName', 'action', 'connectionId', 'detail', 'ip', 'requestId'] as const;

/** A cell of RFC 4180 that no spreadsheet takes for a formula. */
function cell(value: unknown): string {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const row = (cells: readonly unknown[]) => `${cells.map(cell).join(',')}\r\n`;

/** How an export is written: what stands first, and each entry. */
export const auditFormats = {
  jsonl: {
    media: 'application/x-ndjson',
    head: '',
    line: (entry: NamedEntry) => `${JSON.stringify(entry)}\n`,
  },
  csv: {
    media: 'text/csv; charset=utf-8',
    head: row(columns),
    line: (entry: NamedEntry) => row(columns.map((name) => entry[name])),
  },
} as const;

/** Text that is read from the log as fast as it is taken, and no faster. */
export function streamText(head: string, parts: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (head !== '') controller.enqueue(encoder.encode(head));
      },
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}
