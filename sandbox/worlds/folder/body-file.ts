import { readFileSync } from 'node:fs';
import type { WorldBody } from '../world.ts';

const storageFile = /\.(xml|xhtml|html)$/i;

/** Whether a file may hold a body, by its name. */
export function isBodyFile(fileName: string): boolean {
  return storageFile.test(fileName) || /\.json$/i.test(fileName);
}

/** The document in a JSON file: ADF itself, or an answer of the API around it. null: something else. */
function findDocument(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Record<string, unknown>;
  if (record.type === 'doc') return record;
  if (typeof record.value === 'string' && record.representation === 'atlas_doc_format')
    return findDocument(JSON.parse(record.value));
  return findDocument(record.atlas_doc_format ?? record.body ?? null);
}

/** Reads a body by the file's ending. null where a JSON file holds no document. Storage is read on each request. */
export function readBodyFile(file: string): WorldBody | (() => WorldBody) | null {
  if (storageFile.test(file)) return () => ({ storage: readFileSync(file, 'utf8').replace(/^\ufeff/, '') });
  try {
    const document = findDocument(JSON.parse(readFileSync(file, 'utf8')));
    return document === null ? null : { adf: JSON.stringify(document) };
  } catch {
    return null;
  }
}
