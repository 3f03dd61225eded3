import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Compressed bytes that the first visit of each page loads: `tsx web/dev/sizes.ts [folder of the build]` */
const LIMIT = 200_000;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
}

const root = process.argv[2] ?? join(import.meta.dirname, '..', 'dist');
const manifest = JSON.parse(readFileSync(join(root, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
const compressed = new Map<string, number>();

function sizeOf(file: string): number {
  const known = compressed.get(file) ?? gzipSync(readFileSync(join(root, file))).length;
  compressed.set(file, known);
  return known;
}

function filesOf(name: string, found = new Set<string>(), seen = new Set<string>()): ReadonlySet<string> {
  const chunk = manifest[name];
  if (!chunk || seen.has(name)) return found;
  seen.add(name);
  found.add(chunk.file);
  for (const file of chunk.css ?? []) found.add(file);
  for (const other of chunk.imports ?? []) filesOf(other, found, seen);
  return found;
}

/** Parts that a page loads at once although they are chunks of their own. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'graph-page': ['graph-map'],
  'document-page': ['markdown-view'],
  'setup-page': ['scope-step'],
  health: ['connection-layout'],
  runs: ['connection-layout'],
  'run-detail': ['connection-layout'],
  pages: ['connection-layout'],
  settings: ['connection-layout'],
};

function keyOf(page: string): string {
  return Object.keys(manifest).find((name) => name.endsWith(`/${page}.tsx`)) ?? '';
}

const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry) ?? '';
const pages = Object.keys(manifest).filter((name) => manifest[name]?.isDynamicEntry && name.startsWith('src/pages/'));
let over = 0;
for (const page of pages.sort()) {
  const name = /([^/]+)\.tsx$/.exec(page)?.[1] ?? page;
  const files = new Set(filesOf(entry));
  for (const one of [page, ...(parts[name] ?? []).map(keyOf)]) for (const file of filesOf(one)) files.add(file);
  const bytes = [...files].reduce((sum, file) => sum + sizeOf(file), 0);
  if (bytes > LIMIT) over += 1;
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${name}${bytes > LIMIT ? '  OVER' : ''}`);
}
process.exitCode = over === 0 ? 0 : 1;
