import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { GraphEdge, GraphNode } from '../../api/find.ts';
import type { GraphColors } from './colors.ts';

/** Places things on a spiral first, so that the same graph always looks the same. */
function start(index: number): { readonly x: number; readonly y: number } {
  const angle = index * 2.399963;
  const radius = Math.sqrt(index + 1);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/** A graph for the map. Positions of things that stood before are kept. */
export function buildGraph(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  colors: GraphColors,
  before: Graph | null,
): Graph {
  const graph = new Graph({ multi: true, type: 'directed' });
  nodes.forEach((node, index) => {
    const place = before?.hasNode(node.id)
      ? { x: before.getNodeAttribute(node.id, 'x') as number, y: before.getNodeAttribute(node.id, 'y') as number }
      : start(index);
    graph.addNode(node.id, {
      ...place,
      label: node.name,
      kind: node.kind,
      size: 3 + Math.min(12, Math.sqrt(node.degree) * 1.6),
      color: colors.of(node.kind),
    });
  });
  edges.forEach((edge, index) => {
    if (graph.hasNode(edge.from) && graph.hasNode(edge.to)) {
      graph.addEdgeWithKey(String(index), edge.from, edge.to, { size: 0.6, color: colors.edge });
    }
  });
  return graph;
}

/** Some rounds of the layout; few enough that the page never stands still. */
export function relax(graph: Graph, rounds: number): void {
  if (graph.order < 2) return;
  forceAtlas2.assign(graph, {
    iterations: rounds,
    settings: { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 400, adjustSizes: false },
  });
}
