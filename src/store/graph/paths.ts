import type { EntityKind } from '../../core/entity.ts';
import type { Sql } from '../pool.ts';

interface EdgeEnds {
  readonly id: string;
  readonly from_id: string;
  readonly to_id: string;
}

interface Ref {
  readonly kind: EntityKind;
  readonly key: string;
}

export interface Way {
  /** Nodes from one end to the other, and the edges between them. */
  readonly ids: readonly string[];
  readonly edges: readonly string[];
}

/** Nodes with more relations connect everything with everything; a way through them says nothing. */
const MOST_DEGREE = 400;
const MOST_FRONTIER = 4_000;
const MOST_EDGES = 20_000;

/** One side of a search that goes on from both ends: how each node was reached. */
class Side {
  readonly reached = new Map<string, { readonly edge: string; readonly before: string } | null>();
  frontier: readonly string[];

  constructor(start: string) {
    this.reached.set(start, null);
    this.frontier = [start];
  }

  /** Edges from the frontier's node back to the start. */
  edgesBack(node: string): readonly string[] {
    const edges: string[] = [];
    for (let step = this.reached.get(node); step; step = this.reached.get(step.before)) edges.push(step.edge);
    return edges;
  }
}

/** Shortest ways between two nodes, step by step from both ends; each step is one statement. */
export function createPaths(sql: Sql): {
  shortest(orgId: string, from: Ref, to: Ref, most: number): Promise<Way | null>;
} {
  const idOf = async (orgId: string, { kind, key }: Ref): Promise<string | null> => {
    const rows = await sql<{ id: string }[]>`
      select id::text from graph_nodes where org_id = ${orgId} and kind = ${kind} and key = ${key}`;
    return rows[0]?.id ?? null;
  };

  const edgesOf = (orgId: string, nodes: readonly string[], ends: readonly string[]) => sql<EdgeEnds[]>`
    select edge.id::text, from_id::text, to_id::text from (
      select id, from_id, to_id, to_id as next from graph_edges where org_id = ${orgId} and from_id = any(${nodes as string[]}::bigint[])
      union all
      select id, from_id, to_id, from_id as next from graph_edges where org_id = ${orgId} and to_id = any(${nodes as string[]}::bigint[])
    ) as edge join graph_nodes on graph_nodes.id = edge.next
    where degree <= ${MOST_DEGREE} or graph_nodes.id = any(${ends as string[]}::bigint[])
    order by degree, edge.id limit ${MOST_EDGES}`;

  /** Takes one step on a side; gives the node at which it meets the other one. */
  const step = async (orgId: string, side: Side, other: Side, ends: readonly string[]): Promise<string | null> => {
    const standing = new Set(side.frontier);
    const next: string[] = [];
    for (const { id, from_id, to_id } of await edgesOf(orgId, side.frontier, ends)) {
      const [before, node] = standing.has(from_id) ? [from_id, to_id] : [to_id, from_id];
      if (side.reached.has(node)) continue;
      side.reached.set(node, { edge: id, before });
      if (other.reached.has(node)) return node;
      if (next.length < MOST_FRONTIER) next.push(node);
    }
    side.frontier = next;
    return null;
  };

  return {
    async shortest(orgId, from, to, most) {
      const [start, end] = await Promise.all([idOf(orgId, from), idOf(orgId, to)]);
      if (start === null || end === null) return null;
      if (start === end) return { ids: [start], edges: [] };
      const sides = [new Side(start), new Side(end)] as const;
      for (let taken = 0; taken < most; taken += 1) {
        const [side, other] =
          sides[0].frontier.length <= sides[1].frontier.length ? sides : ([sides[1], sides[0]] as const);
        if (side.frontier.length === 0) return null;
        const meeting = await step(orgId, side, other, [start, end]);
        if (meeting === null) continue;
        const edges = [...[...sides[0].edgesBack(meeting)].reverse(), ...sides[1].edgesBack(meeting)];
        const ids = [...nodesBack(sides[0], meeting).reverse(), ...nodesBack(sides[1], meeting).slice(1)];
        return { ids, edges };
      }
      return null;
    },
  };
}

function nodesBack(side: Side, node: string): string[] {
  const nodes = [node];
  for (let step = side.reached.get(node); step; step = side.reached.get(step.before)) nodes.push(step.before);
  return nodes;
}
