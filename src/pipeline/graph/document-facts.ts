import type { IndexedDocument } from '../../core/chunk.ts';
import type { DocumentFacts, EntityKind } from '../../core/entity.ts';

export interface GraphContext {
  readonly repository: { readonly fullName: string; readonly url: string };
  /** Page that stands at a path of this repository. */
  pageAt(path: string): string | undefined;
  /** Whether this repository has a file there. */
  hasFile(path: string): boolean;
  /** What an absolute address names: a mirrored page or a file of a connected repository. */
  entityAt(url: string): { readonly kind: EntityKind; readonly key: string } | undefined;
}

/** Everything that one document says about the graph, each relation with the lines that show it. */
export function factsOf(_document: IndexedDocument, _context: GraphContext): DocumentFacts {
  throw new Error('Not written yet.');
}

/** Key of a file's entity. */
export function fileKey(repositoryFullName: string, path: string): string {
  return `${repositoryFullName}:${path}`;
}
