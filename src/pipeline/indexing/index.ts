export { type ChunkOptions, type FileToIndex, indexFile } from './document.ts';
export { excludedBy } from './exclusion.ts';
export { type OutlineEntry, outlineOf } from './outline.ts';
export type { SkippedFile } from './skipped.ts';
