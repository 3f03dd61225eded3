import type { Readable, Writable } from 'node:stream';

/** What the command needs of the process; the process itself has it all. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  exit?(code: number): void;
}

/** Writes and waits until the reader has taken it, so that a slow reader does not fill the memory. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (stream.write(text)) return;
  await new Promise<void>((resolve) => stream.once('drain', resolve));
}
