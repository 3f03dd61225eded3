import { createHash } from 'node:crypto';

/** Labels have ids of their own; here they follow from the name. */
export function labelId(name: string): string {
  return String(createHash('sha256').update(name).digest().readUInt32BE(0) + 10_000_000);
}

export function showLabel(name: string) {
  return { id: labelId(name), name, prefix: 'global' };
}
