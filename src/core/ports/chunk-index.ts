import type { DocumentSource, IndexedDocument } from '../chunk.ts';
import type { ScoreParts } from '../score.ts';
import type { FilterName, UnknownFilter } from '../unknown-filter.ts';

export interface SearchQuery {
  readonly text: string;
  /** All of the question, by which its language is known, where `text` has only what is searched for. */
  readonly asked?: string;
  readonly limit: number;
  readonly spaceKeys?: readonly string[];
  readonly labels?: readonly string[];
  readonly repositoryIds?: readonly string[];
  readonly pathPrefix?: string;
  readonly modifiedAfter?: string;
  readonly modifiedBefore?: string;
  /** Names of who wrote the page first or last. */
  readonly authors?: readonly string[];
  readonly kinds?: readonly IndexedDocument['kind'][];
  /** True: matches say how their scores came about. */
  readonly explain?: boolean;
}

/** One matching chunk with all that a citation needs. */
export interface ChunkMatch {
  readonly documentId: string;
  readonly repositoryId: string;
  readonly path: string;
  readonly commit: string;
  readonly title: string;
  readonly source: DocumentSource | null;
  readonly ordinal: number;
  readonly headingPath: readonly string[];
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly score: number;
  /** Where it was asked for; what ranks by meaning alone has none. */
  readonly parts?: ScoreParts;
}

export interface StoredDocument {
  readonly documentId: string;
  readonly repositoryId: string;
  readonly path: string;
  readonly commit: string;
  readonly blob: string;
  readonly title: string;
  readonly source: DocumentSource | null;
}

export interface RecentQuery {
  readonly limit: number;
  readonly since?: string;
  readonly spaceKeys?: readonly string[];
  /** The last one that was handed out: only what comes after it. */
  readonly after?: { readonly modifiedAt: string; readonly documentId: string };
}

/** Full text of every document of an organization; every query carries the organization. */
export interface ChunkIndex {
  /** Replaces the given documents, drops `removed` paths and moves the others to `commit`, in one transaction. */
  apply(
    orgId: string,
    repositoryId: string,
    change: {
      readonly commit: string;
      readonly documents: readonly IndexedDocument[];
      readonly removed: readonly string[];
    },
  ): Promise<void>;
  search(
    orgId: string,
    query: SearchQuery,
  ): Promise<{ readonly matches: readonly ChunkMatch[]; readonly more: number | null }>;
  /**
   * Of values of a filter those that nothing of the organization has, with values that something has. `repositories`
   * takes names that were looked up before and not found. null: each of them is had.
   */
  unknownFilter?(orgId: string, filter: FilterName, values: readonly string[]): Promise<UnknownFilter | null>;
  documentByPath(orgId: string, repositoryId: string, path: string): Promise<StoredDocument | null>;
  documentByPage(orgId: string, pageId: string): Promise<StoredDocument | null>;
  /** Documents with a time at their source, the last changed first. */
  recent?(orgId: string, query: RecentQuery): Promise<readonly StoredDocument[]>;
  /** How many `recent` would give without its limit. */
  countRecent?(orgId: string, query: Omit<RecentQuery, 'limit'>): Promise<number>;
  /** Chunks of a document in order. */
  chunks(orgId: string, documentId: string): Promise<readonly ChunkMatch[]>;
  counts(orgId: string): Promise<{ readonly documents: number; readonly chunks: number }>;
  dropRepository(orgId: string, repositoryId: string): Promise<void>;
}
