import type { GraphEdge, GraphNode, GraphSnapshot } from '../../api/find.ts';
import { t } from '../../text/en.ts';

const text = t.find.graph;

/** Words of a relation, read from one of its ends. */
export function wordsOf(edge: GraphEdge, from: string): string {
  return (edge.from === from ? text.relationNames[edge.kind] : text.inverseNames[edge.kind]) ?? edge.kind;
}

export interface Step {
  readonly node: GraphNode;
  /** What led here; null at the beginning. */
  readonly edge: GraphEdge | null;
  readonly words: string;
}

/** The things of a way in their order, whichever way its relations point. */
export function stepsOf(way: GraphSnapshot, start: string): readonly Step[] {
  const byId = new Map(way.nodes.map((node) => [node.id, node]));
  const left = new Set(way.edges);
  const first = byId.get(start);
  if (!first) return [];
  const steps: Step[] = [{ node: first, edge: null, words: '' }];
  for (let at = start; left.size > 0; ) {
    const edge = [...left].find(({ from, to }) => from === at || to === at);
    if (!edge) break;
    left.delete(edge);
    const next = edge.from === at ? edge.to : edge.from;
    const node = byId.get(next);
    if (!node) break;
    steps.push({ node, edge, words: wordsOf(edge, at) });
    at = next;
  }
  return steps;
}
