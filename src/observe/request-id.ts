import { randomUUID } from 'node:crypto';

/** The id of a request: the caller's where it is well formed, otherwise a new one. */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && /^[\w.:-]{8,100}$/.test(header) ? header : randomUUID();
}
