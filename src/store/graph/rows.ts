import type { EntityKind, RelationKind } from '../../core/entity.ts';
import type { GraphEdge, GraphNode } from '../../core/ports/entity-graph.ts';

export interface NodeRow {
  readonly id: string;
  readonly kind: EntityKind;
  readonly key: string;
  readonly name: string;
  readonly url: string | null;
  readonly degree: number;
}

export interface EdgeRow {
  readonly from_id: string;
  readonly to_id: string;
  readonly kind: RelationKind;
  readonly shown_path: string;
  readonly commit: string;
  readonly first_line: number;
  readonly last_line: number;
  readonly rule: string;
}

export function toNode({ id, kind, key, name, url, degree }: NodeRow): GraphNode {
  return { id, kind, key, name, url, degree };
}

export function toEdge(row: EdgeRow): GraphEdge {
  return {
    from: row.from_id,
    to: row.to_id,
    kind: row.kind,
    evidence: {
      path: row.shown_path,
      commit: row.commit,
      lines: [row.first_line, row.last_line],
      rule: row.rule,
    },
  };
}
