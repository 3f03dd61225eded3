export { type ChunkOptions, type FileToIndex, indexFile, type SkippedFile } from './document.ts';
export { excludedBy } from './exclusion.ts';
export { type OutlineEntry, outlineOf } from './outline.ts';
