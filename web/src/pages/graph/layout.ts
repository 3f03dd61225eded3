import Graph from 'graphology';
import type { GraphEdge, GraphNode } from '../../api/find.ts';
import type { GraphColors } from './colors.ts';
import { FIELDS, type LayoutRequest } from './layout-request.ts';

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

function matricesOf(graph: Graph): Pick<LayoutRequest, 'nodes' | 'edges'> {
  const nodes = new Float32Array(graph.order * FIELDS);
  const places = new Map<string, number>();
  graph.forEachNode((id, { x, y, size }) => {
    const at = places.size * FIELDS;
    places.set(id, at);
    nodes.set([x as number, y as number, 0, 0, 0, 0, 1, 1, size as number, 0], at);
  });
  const edges = new Float32Array(graph.size * 3);
  let next = 0;
  graph.forEachEdge((_edge, _attributes, from, to) => {
    const ends = [places.get(from)!, places.get(to)!] as const;
    // A thing weighs as much as it has relations.
    for (const end of ends) nodes[end + 6]! += 1;
    edges.set([...ends, 1], next);
    next += 3;
  });
  return { nodes, edges };
}

/** Arranges the graph in a worker; the map follows by itself. Gives the way to stop. */
export function arrange(graph: Graph, options: Pick<LayoutRequest, 'rounds' | 'animated'>): () => void {
  if (graph.order < 2) return () => {};
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  let latest: Float32Array | null = null;
  let frame = 0;
  const apply = () => {
    frame = 0;
    if (!latest) return;
    const now = latest;
    let at = 0;
    graph.updateEachNodeAttributes(
      (_id, attributes) => {
        at += 2;
        return { ...attributes, x: now[at - 2]!, y: now[at - 1]! };
      },
      { attributes: ['x', 'y'] },
    );
  };
  worker.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    latest = data;
    if (frame === 0) frame = requestAnimationFrame(apply);
  };
  worker.postMessage({ ...matricesOf(graph), ...options } satisfies LayoutRequest);
  return () => {
    cancelAnimationFrame(frame);
    worker.terminate();
  };
}
