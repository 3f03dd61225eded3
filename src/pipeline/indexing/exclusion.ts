import type { SkippedFile } from './document.ts';

/** Why a file need not even be read: decided by path and size alone. null: read it. */
export function excludedBy(_path: string, _size: number, _maxBytes?: number): SkippedFile['skipped'] | null {
  throw new Error('Not written yet.');
}
