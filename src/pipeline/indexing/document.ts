import { headerLine, readFrontMatter } from '../../config/front-matter.ts';
import type { Chunk, IndexedDocument } from '../../core/chunk.ts';
import type { CodeStructure } from '../../core/code.ts';
import { readCode } from './code.ts';
import { languageOf } from './code-languages.ts';
import { readDependencies } from './dependencies.ts';
import { excludedBy } from './exclusion.ts';
import { readManifest } from './manifest.ts';
import { readMarkdown } from './markdown.ts';
import { isMarkdown } from './outline.ts';
import { plainHeader } from './plain-header.ts';
import { readRoutes } from './routes.ts';
import type { SkippedFile } from './skipped.ts';
import { generatedBy, linesOf } from './source-lines.ts';

export interface ChunkOptions {
  /** Characters that a chunk aims at. Default 1,200. */
  readonly targetCharacters?: number;
  /** Bytes above which a file is left out. Default 8 MiB for pages of the mirror, 1 MiB for all else. */
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
  /** What a parser found in it; absent or null: its lines alone tell. */
  readonly structure?: CodeStructure | null;
}

type Parts = Omit<IndexedDocument, 'repositoryId' | 'path' | 'commit' | 'blob'>;

const TARGET_CHARACTERS = 1_200;

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A page without text can still be found: by the line of its title. */
function titleChunk(lines: readonly string[]): Chunk {
  const line = headerLine('title');
  return { ordinal: 0, headingPath: [], text: lines[line - 1]!, startLine: line, endLine: line };
}

function markdownParts(file: FileToIndex, lines: readonly string[], target: number): Parts {
  const inMirror = file.mirrorRoot !== null && file.path.startsWith(`${file.mirrorRoot}/`);
  const page = inMirror ? readFrontMatter(lines) : null;
  if (page) {
    const { title, sourceHash: _hash, kind: _kind, ...source } = page.header;
    const { heading: _heading, chunks, ...parts } = readMarkdown(lines, page.lines, title, target);
    return { kind: 'mirrored-page', title, source, chunks: chunks.length > 0 ? chunks : [titleChunk(lines)], ...parts };
  }
  const header = plainHeader(lines);
  const { heading, ...parts } = readMarkdown(lines, header.lines, header.title, target);
  return { kind: 'markdown', title: header.title ?? heading ?? fileName(file.path), source: null, ...parts };
}

function partsOf(file: FileToIndex, lines: readonly string[], target: number): Parts {
  if (isMarkdown(file.path)) return markdownParts(file, lines, target);
  const language = languageOf(file.path);
  const kind = language === null ? 'text' : 'code';
  const { chunks, definitions } = readCode(lines, language ?? 'lines', target, file.structure);
  return {
    kind,
    title: fileName(file.path),
    source: null,
    chunks,
    links: [],
    definitions: [...definitions, ...readManifest(file.path, lines)],
    dependencies: readDependencies(file.path, lines),
    routes: kind === 'code' ? readRoutes(lines) : [],
    ...(file.structure && {
      language: file.structure.language,
      uses: file.structure.uses,
      imports: file.structure.imports,
    }),
  };
}

/** Cuts one file into chunks with exact lines, or says why it is left out. */
export function indexFile(file: FileToIndex, options: ChunkOptions = {}): IndexedDocument | SkippedFile {
  const { repositoryId, path, commit, blob, content, mirrorRoot } = file;
  const skipped = excludedBy(path, content.byteLength, options.maxBytes, mirrorRoot);
  if (skipped) return { skipped };
  const lines = linesOf(content);
  if (!lines) return { skipped: 'binary' };
  const parts = partsOf(file, lines, options.targetCharacters ?? TARGET_CHARACTERS);
  const generated = parts.source ? null : generatedBy(lines, parts.kind === 'code' ? 'code' : 'text');
  return generated ? { skipped: generated } : { repositoryId, path, commit, blob, ...parts };
}
