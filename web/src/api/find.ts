import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { http, orgPath } from './http.ts';

export interface Citation {
  readonly title: string;
  readonly pageUrl: string | null;
  readonly version: number | null;
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
  readonly lines: readonly [number, number];
  readonly fileUrl: string;
}

export interface Passage {
  readonly documentId: string;
  readonly headingPath: readonly string[];
  readonly text: string;
  readonly score: number;
  readonly modifiedAt: string | null;
  readonly citation: Citation;
}

export interface Freshness {
  readonly indexedAt: string | null;
  readonly pendingCommits: number;
}

/** A filter with values that nothing has. */
export interface UnknownFilter {
  readonly filter: 'spaces' | 'labels' | 'repositories' | 'path_prefix' | 'authors' | 'kinds';
  /** As they were asked for. */
  readonly values: readonly string[];
  /** Values that there are: those like the ones asked for first, then the most common. */
  readonly known: readonly string[];
  /** Values that there are beside these. */
  readonly more: number;
}

export interface Answer {
  readonly question: string;
  readonly passages: readonly Passage[];
  readonly more: number | null;
  readonly freshness: Freshness;
  readonly unknown?: readonly UnknownFilter[];
}

export interface SearchInput {
  readonly text: string;
  readonly space: string;
  readonly label: string;
  readonly limit: number;
}

export function searchQuery(org: string, input: SearchInput) {
  return queryOptions({
    queryKey: ['org', org, 'index', 'search', input],
    queryFn: ({ signal }) =>
      http.get<Answer>(
        orgPath(org, '/search'),
        { q: input.text, space: input.space, label: input.label, limit: input.limit },
        signal,
      ),
    enabled: input.text.trim() !== '',
    placeholderData: keepPreviousData,
  });
}

export interface DocumentView {
  readonly documentId: string;
  readonly title: string;
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
  readonly fileUrl: string;
  readonly markdown: string;
  /** The text goes on after what is here. */
  readonly truncated: boolean;
  readonly source: {
    readonly pageId: string;
    readonly spaceKey: string;
    readonly url: string;
    readonly version: number;
    readonly labels: readonly string[];
    readonly author: string | null;
    readonly editor: string | null;
    readonly createdAt: string;
    readonly modifiedAt: string;
  } | null;
}

export function documentQuery(org: string, documentId: string) {
  return queryOptions({
    queryKey: ['org', org, 'index', 'document', documentId],
    queryFn: ({ signal }) =>
      http.get<DocumentView>(orgPath(org, `/documents/${encodeURIComponent(documentId)}`), undefined, signal),
  });
}

export interface GraphNode {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly name: string;
  readonly url: string | null;
  readonly degree: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly evidence: {
    readonly path: string;
    readonly commit: string;
    readonly lines: readonly [number, number];
    readonly rule: string;
  };
}

export interface GraphSnapshot {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly totalNodes: number;
  readonly totalEdges: number;
  readonly omittedNodes: number;
  readonly omittedEdges: number;
}

export function graphQuery(org: string, limits: { readonly nodes: number; readonly edges: number }) {
  return queryOptions({
    queryKey: ['org', org, 'index', 'graph', limits],
    queryFn: ({ signal }) =>
      http.get<GraphSnapshot>(
        orgPath(org, '/knowledge-graph'),
        { nodeLimit: limits.nodes, edgeLimit: limits.edges },
        signal,
      ),
    staleTime: 30_000,
  });
}

export interface WayInput {
  readonly from: string;
  readonly to: string;
}

/** The shortest way between two things, as a graph whose edges lead from one to the other; null: there is none. */
export function wayQuery(org: string, input: WayInput | null) {
  return queryOptions({
    queryKey: ['org', org, 'index', 'way', input],
    queryFn: async ({ signal }) =>
      (await http.get<{ readonly path: GraphSnapshot | null }>(orgPath(org, '/path'), { ...input }, signal)).path,
    enabled: input !== null,
    retry: false,
  });
}
