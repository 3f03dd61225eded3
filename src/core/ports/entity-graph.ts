import type { DocumentFacts, Entity, EntityKind, Evidence, Relation, RelationKind } from '../entity.ts';

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

/** What a document is in the graph, and how it calls things. */
export interface SpelledNames {
  readonly subject: { readonly kind: EntityKind; readonly key: string };
  readonly namings: readonly {
    readonly text: string;
    readonly line: number;
    readonly as: 'term' | 'heading' | 'route' | 'link' | 'import' | 'call' | 'type';
    readonly in?: string;
  }[];
  /** Names by which the document is found again when what bears one comes or goes. */
  readonly names: readonly string[];
}

/** Something that a change of a thing may concern, and how it is known. */
export interface Impact {
  readonly node: GraphNode;
  readonly kind: RelationKind;
  /** What of the thing it names: the thing itself or a part of it. */
  readonly through: GraphNode;
  readonly evidence: Evidence;
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
  /** Nodes whose name or key holds the text or resembles it, the best first: to suggest, not to answer by. */
  find(orgId: string, text: string, limit: number): Promise<readonly GraphNode[]>;
  /** Nodes that bear the text as name, in any case, or as key, and endpoints of that path; pages first. */
  bearing(orgId: string, text: string, limit: number): Promise<readonly GraphNode[]>;
  /** Nodes that bear exactly one of these names, or symbols of that key, of kinds that documents name: packages, files, symbols and the like. */
  named?(orgId: string, names: readonly string[]): Promise<readonly GraphNode[]>;
  /** Replaces how documents call things. */
  saveNames?(orgId: string, repositoryId: string, documents: ReadonlyMap<string, SpelledNames>): Promise<void>;
  /** Documents of the organization that spell one of these names. */
  spelling?(
    orgId: string,
    names: readonly string[],
  ): Promise<
    readonly (Omit<SpelledNames, 'names'> & {
      readonly repositoryId: string;
      readonly path: string;
      readonly commit: string;
    })[]
  >;
  /** Names of what documents at these paths are, define or tell of, and keys of symbols. */
  namesAt?(orgId: string, repositoryId: string, paths: readonly string[]): Promise<readonly string[]>;
  /** Replaces what each path said by names alone, and leaves all else that it said. */
  relink?(orgId: string, repositoryId: string, relations: ReadonlyMap<string, readonly Relation[]>): Promise<void>;
  /** The shortest way between two things of at most so many steps, nodes and edges in its order; null: there is none. */
  path?(
    orgId: string,
    from: { readonly kind: EntityKind; readonly key: string },
    to: { readonly kind: EntityKind; readonly key: string },
    most: number,
  ): Promise<GraphSnapshot | null>;
  /** What names, documents, links to or depends on a thing or a part of it, such as a symbol of a file. */
  impact?(
    orgId: string,
    of: { readonly kind: EntityKind; readonly key: string },
    limit: number,
  ): Promise<{ readonly items: readonly Impact[]; readonly total: number }>;
  counts(orgId: string): Promise<{ readonly nodes: number; readonly edges: number }>;
  dropRepository(orgId: string, repositoryId: string): Promise<void>;
}
