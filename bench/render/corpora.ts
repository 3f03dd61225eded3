import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFormat } from './source.ts';

/** Real documents of others; they lie beside the checkout where somebody has put them, and are no part of it. */
export const corporaFolder = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));

export interface Document {
  /** Path below the corpora. */
  readonly file: string;
  readonly from: SourceFormat;
  readonly body: string;
  /** Made to be rejected: has to become something or be refused, nothing is measured of it. */
  readonly invalid: boolean;
}

export interface Corpora {
  readonly documents: readonly Document[];
  /** The same page in both formats. */
  readonly pairs: readonly { readonly storage: Document; readonly adf: Document }[];
}

const MARKUP = /\.(?:xhtml|xml|html)$/;
const TREE = /\.(?:json|adf)$/;

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]));
}

/** Whether a JSON file is a document, not a description of documents. */
function isAdf(body: string): boolean {
  try {
    return (JSON.parse(body) as { type?: unknown } | null)?.type === 'doc';
  } catch {
    return false;
  }
}

/** Reads all documents; undefined where there are none. */
export function readCorpora(root = corporaFolder): Corpora | undefined {
  if (!existsSync(root)) return undefined;
  const documents = ['adf', 'pairs', 'storage']
    .flatMap((part) => filesBelow(join(root, part)))
    .flatMap((path): Document[] => {
      const from = MARKUP.test(path) ? 'storage' : TREE.test(path) ? 'adf' : undefined;
      if (!from) return [];
      const file = relative(root, path).replaceAll('\\', '/');
      const body = readFileSync(path, 'utf8');
      const invalid = file.includes('/invalid/');
      return from === 'storage' || invalid || isAdf(body) ? [{ file, from, body, invalid }] : [];
    });
  const byFile = new Map(documents.map((document) => [document.file, document]));
  const pairs = documents.flatMap((storage) => {
    const adf = byFile.get(storage.file.replace(/\.storage\.xml$/, '.adf.json'));
    return storage.from === 'storage' && adf && adf !== storage ? [{ storage, adf }] : [];
  });
  return { documents, pairs };
}
