import type { IndexedDocument } from '../../core/chunk.ts';

export type SkippedFile = { readonly skipped: 'binary' | 'too-large' | 'generated' | 'vendored' };

export interface ChunkOptions {
  /** Characters that a chunk aims at. Default 1,200. */
  readonly targetCharacters?: number;
  /** Bytes above which a file is left out. Default 1 MiB. */
  readonly maxBytes?: number;
}

export interface FileToIndex {
  readonly repositoryId: string;
  readonly path: string;
  readonly commit: string;
  readonly blob: string;
  readonly content: Uint8Array;
  /** Folder of the mirror in this repository; null where it receives none. Only there does front matter name a page. */
  readonly mirrorRoot: string | null;
}

/** Cuts one file into chunks with exact lines, or says why it is left out. */
export function indexFile(_file: FileToIndex, _options: ChunkOptions = {}): IndexedDocument | SkippedFile {
  throw new Error('Not written yet.');
}
