import type { IndexedDocument } from '../../core/chunk.ts';
import { type ChunkOptions, type FileToIndex, indexFile } from './document.ts';
import type { SkippedFile } from './skipped.ts';

export function fileOf(path: string, text: string | Uint8Array, mirrorRoot: string | null = null): FileToIndex {
  const content = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { repositoryId: 'repo-1', path, commit: 'c0ffee', blob: 'b10b', content, mirrorRoot };
}

/** Indexes a file that is expected to be taken in. */
export function documentOf(path: string, text: string, options?: ChunkOptions, root?: string): IndexedDocument {
  const result: IndexedDocument | SkippedFile = indexFile(fileOf(path, text, root ?? null), options);
  if ('skipped' in result) throw new Error(`left out as ${result.skipped}`);
  return result;
}
