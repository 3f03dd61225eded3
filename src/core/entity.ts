export type EntityKind =
  | 'page'
  | 'space'
  | 'person'
  | 'label'
  | 'repository'
  | 'file'
  | 'symbol'
  | 'package'
  | 'service'
  | 'endpoint'
  | 'decision'
  | 'issue';

export type RelationKind =
  | 'child-of'
  | 'in-space'
  | 'links-to'
  | 'labelled'
  | 'written-by'
  | 'edited-by'
  | 'mirrored-as'
  | 'contains'
  | 'mentions'
  /** Is about: names it in its title or a heading, or is a decision's record. */
  | 'documents'
  | 'depends-on'
  /** Of a file: answers at an endpoint that a description defines. */
  | 'implements'
  | 'owns'
  /** Of a decision: takes the place of another. */
  | 'supersedes';

/** A node of the graph. `key` is unique in its organization and kind. */
export interface Entity {
  readonly kind: EntityKind;
  readonly key: string;
  readonly name: string;
  readonly url: string | null;
}

/** What shows a relation: a document, its lines and the rule that read them. */
export interface Evidence {
  readonly path: string;
  readonly commit: string;
  readonly lines: readonly [number, number];
  readonly rule: string;
}

export interface Relation {
  readonly kind: RelationKind;
  readonly from: { readonly kind: EntityKind; readonly key: string };
  readonly to: { readonly kind: EntityKind; readonly key: string };
  readonly evidence: Evidence;
}

/** All that one document says about the graph; replaces what it said before. */
export interface DocumentFacts {
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
}
