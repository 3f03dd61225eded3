import type { DocumentSource } from '../../core/chunk.ts';
import type { Answer, Citation, Freshness } from '../../core/citation.ts';
import type { RecentQuery, SearchQuery } from '../../core/ports/chunk-index.ts';
import type { GraphNode, GraphSnapshot, Impact } from '../../core/ports/entity-graph.ts';
import type { UnknownFilter } from '../../core/unknown-filter.ts';
import type { HealthKind, HealthReport } from '../../core/wiki-health.ts';
import type { OutlineEntry } from '../../pipeline/indexing/index.ts';
import type { Place } from './document-text.ts';

export type SearchFilters = Omit<SearchQuery, 'text' | 'limit' | 'repositoryIds'> & {
  /** Full names as the repository host shows them. */
  readonly repositories?: readonly string[];
};

export interface Question {
  readonly question: string;
  readonly filters?: SearchFilters;
  /** Characters that all passages may have together. Default 8,000. */
  readonly budget?: number;
  /** Default 10. */
  readonly maxPassages?: number;
  /** Passages handed out before. Default 0. */
  readonly skip?: number;
}

/** The document that a request is about. `path` and what is below `source` come from its authors. */
export interface KnownDocument {
  readonly documentId: string;
  readonly title: string;
  readonly source: DocumentSource | null;
  readonly citation: Citation;
}

/** What tells one state of a document from the next, and whether it is the one that is indexed. */
export interface DocumentState {
  /** Fingerprint of its lines. */
  readonly state: string;
  /** The indexed state, where this is an older one; null where this is the newest. */
  readonly newest: { readonly commit: string; readonly version: number | null } | null;
}

export interface ReadRequest {
  /** An address that names a commit is read at that commit. */
  readonly target: string;
  /** Version of the page at its source. Default: the one that is indexed. */
  readonly version?: number;
  readonly from?: Place;
  /** True: `from` is where an answer ended; of a document that is shorter since, its end is given. */
  readonly goesOn?: boolean;
  /** Last line to read. */
  readonly to?: number;
  /** Characters. Default 8,000. */
  readonly budget?: number;
}

export interface ReadPart extends KnownDocument, DocumentState {
  /** Untrusted: text of a page or file, to be read as data. */
  readonly text: string;
  readonly totalLines: number;
  /** Where to go on; null at the end. */
  readonly next: Place | null;
}

export interface Outline extends KnownDocument, DocumentState {
  readonly entries: readonly OutlineEntry[];
  readonly totalLines: number;
}

export interface Related {
  /** Node id in `graph` of what was asked about. */
  readonly center: string;
  readonly graph: GraphSnapshot;
}

export interface Way {
  /** Things from the first to the last with the relations between them; null: no way of so few steps. */
  readonly graph: GraphSnapshot | null;
}

/** What a change of something may concern. */
export interface Impacted {
  readonly center: GraphNode;
  readonly items: readonly Impact[];
  readonly total: number;
}

/** A connected repository, what is mirrored into it, and how fresh its index is. */
export interface Source {
  readonly repository: string;
  readonly url: string;
  readonly branch: string;
  readonly headCommit: string | null;
  readonly indexedCommit: string | null;
  readonly indexedAt: string | null;
  readonly upToDate: boolean;
  readonly mirrors: readonly {
    readonly connector: string;
    readonly site: string | null;
    readonly spaces: readonly string[];
    readonly lastRun: { readonly state: string; readonly startedAt: string; readonly finishedAt: string | null } | null;
  }[];
}

export interface RecentChange extends KnownDocument {
  readonly modifiedAt: string | null;
}

interface ChangesRequest {
  readonly since?: string;
  readonly spaceKeys?: readonly string[];
  readonly limit: number;
  readonly after?: RecentQuery['after'];
}

interface Changes {
  /** Spaces that were asked for and that no page is of; absent: there are none. */
  readonly unknown?: readonly UnknownFilter[];
  readonly changes: readonly RecentChange[];
  readonly left: number;
}

export interface Age extends Freshness {
  /** ISO 8601 of the oldest last sweep of the mirrors; null where one was never swept, or nothing is mirrored. */
  readonly sweptAt: string | null;
}

export interface HealthRequest {
  /** Default: every kind. */
  readonly kinds?: readonly HealthKind[];
  readonly spaceKeys?: readonly string[];
  /** Findings handed out before. Default 0. */
  readonly skip?: number;
  /** Default 50. */
  readonly limit?: number;
}

/** What an organization knows. Every call is about one organization and sees nothing of another. */
export interface Knowledge {
  search(orgId: string, question: Question, signal?: AbortSignal): Promise<Answer>;
  /** Throws Problem `document-not-found`, as do `outline` and `related`, `version-not-found`, or `no-such-lines`. */
  read(orgId: string, request: ReadRequest, signal?: AbortSignal): Promise<ReadPart>;
  /** The head of a document by its id here. Throws Problem `document-not-found`. */
  readById(orgId: string, documentId: string, budget: number): Promise<ReadPart>;
  outline(orgId: string, target: string, signal?: AbortSignal): Promise<Outline>;
  related(
    orgId: string,
    request: { readonly target: string; readonly depth?: 1 | 2; readonly limit?: number },
    signal?: AbortSignal,
  ): Promise<Related>;
  /** The shortest way between two things, each named as for `related`. Throws Problem `document-not-found`. */
  path(orgId: string, request: { readonly from: string; readonly to: string; readonly steps?: number }): Promise<Way>;
  /** What names, documents, links to or depends on something. Throws Problem `document-not-found`. */
  impact(orgId: string, request: { readonly target: string; readonly limit?: number }): Promise<Impacted>;
  graph(orgId: string, limits: { readonly nodes: number; readonly edges: number }): Promise<GraphSnapshot>;
  sources(
    orgId: string,
    signal?: AbortSignal,
  ): Promise<{
    readonly sources: readonly Source[];
    readonly documents: number;
    readonly chunks: number;
    readonly freshness: Freshness;
  }>;
  /** Documents changed at their source, newest first. */
  recentChanges(
    orgId: string,
    request: { readonly since?: string; readonly limit?: number; readonly spaceKeys?: readonly string[] },
    signal?: AbortSignal,
  ): Promise<readonly RecentChange[]>;
  /** The same in parts: those after one that was handed out, and how many there are from there on, these included. */
  changes(orgId: string, request: ChangesRequest, signal?: AbortSignal): Promise<Changes>;
  /** What is wrong with the pages: broken links, contradictions, stale pages and the like, each with what shows it. */
  health(orgId: string, request: HealthRequest, signal?: AbortSignal): Promise<HealthReport>;
  freshness(orgId: string): Promise<Freshness>;
  /** The same with the last comparison of everything with its source. */
  age(orgId: string): Promise<Age>;
}
