import type { DocumentFacts, Entity, EntityKind, Evidence, RelationKind } from '../entity.ts';

export interface GraphNode extends Entity {
  readonly id: string;
  readonly degree: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: RelationKind;
  readonly evidence: Evidence;
}

/** A part of the graph that says what it left out. */
export interface GraphSnapshot {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly totalNodes: number;
  readonly totalEdges: number;
  readonly omittedNodes: number;
  readonly omittedEdges: number;
}

/** Entities and relations with evidence. What no document shows any more is gone. */
export interface EntityGraph {
  /** Replaces what each path said; an empty list of facts retracts it. */
  apply(orgId: string, repositoryId: string, facts: ReadonlyMap<string, DocumentFacts>): Promise<void>;
  snapshot(orgId: string, limits: { readonly nodes: number; readonly edges: number }): Promise<GraphSnapshot>;
  neighbours(
    orgId: string,
    of: { readonly kind: EntityKind; readonly key: string },
    options: { readonly depth: 1 | 2; readonly limit: number },
  ): Promise<GraphSnapshot>;
  find(orgId: string, text: string, limit: number): Promise<readonly GraphNode[]>;
  /** Nodes that bear exactly one of these names, of kinds that documents name: packages, files, symbols and the like. */
  named?(orgId: string, names: readonly string[]): Promise<readonly GraphNode[]>;
  counts(orgId: string): Promise<{ readonly nodes: number; readonly edges: number }>;
  dropRepository(orgId: string, repositoryId: string): Promise<void>;
}
