import { readFileSync, readlinkSync } from 'node:fs';

/** Ways in which a file is open, the last two bits of its flags in octal: reading and writing. Source: open(2). */
const READ_AND_WRITE = 2;

/**
 * Whether the process was started with its standard output closed (`>&-`). Node opens `/dev/null` in its place, for
 * reading and writing, and every write succeeds; a shell opens it for writing alone where somebody says `> /dev/null`.
 * Linux alone tells the two apart; elsewhere the answer is no.
 */
export function isOutputClosed(): boolean {
  try {
    if (readlinkSync('/proc/self/fd/1') !== '/dev/null') return false;
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync('/proc/self/fdinfo/1', 'latin1'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & 3) === READ_AND_WRITE;
  } catch {
    return false;
  }
}
