import { readAdf } from './read-adf.ts';
import { readStorage } from './read-storage.ts';
import type { Node } from './tree.ts';

export type SourceFormat = 'adf' | 'storage';

const fromMarkup = (source: string): Node => readStorage(source, fromAdf);
const fromAdf = (root: unknown): Node => readAdf(root, fromMarkup);

/**
 * Reads a source document.
 *
 * @throws {SyntaxError} where ADF is no JSON
 */
export function readSource(from: SourceFormat, body: string): Node {
  return from === 'adf' ? fromAdf(JSON.parse(body)) : fromMarkup(body);
}
