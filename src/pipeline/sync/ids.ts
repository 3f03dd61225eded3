import { createHash } from 'node:crypto';

/** Orders ids as numbers where both are, so that the older page comes first. */
export function compareIds(a: string, b: string): number {
  const numbers = /^\d+$/.test(a) && /^\d+$/.test(b);
  if (numbers && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const LONGEST_TAG = 20;

/** A page id as it may stand in a path: itself where it is short and plain, else a short hash. */
export function idTag(id: string): string {
  if (/^[0-9a-z]+$/.test(id) && id.length <= LONGEST_TAG) return id;
  return createHash('sha256').update(id).digest('hex').slice(0, 12);
}
