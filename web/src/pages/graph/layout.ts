import Graph from 'graphology';
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

/** What the worker arranges: things by their number. */
export interface LayoutRequest {
  readonly positions: Float32Array;
  readonly sizes: readonly number[];
  /** Pairs of numbers. */
  readonly edges: Uint32Array;
  readonly rounds: number;
  /** Whether states on the way are told, or only the last. */
  readonly animated: boolean;
}

/** Arranges the graph in a worker; the map follows by itself. Gives the way to stop. */
export function arrange(graph: Graph, options: Pick<LayoutRequest, 'rounds' | 'animated'>): () => void {
  const ids = graph.nodes();
  if (ids.length < 2) return () => {};
  const numbers = new Map(ids.map((id, index) => [id, index]));
  const positions = new Float32Array(ids.length * 2);
  const sizes = ids.map((id, index) => {
    const { x, y, size } = graph.getNodeAttributes(id);
    positions.set([x as number, y as number], index * 2);
    return size as number;
  });
  const edges = Uint32Array.from(
    graph.edges().flatMap((edge) => graph.extremities(edge).map((id) => numbers.get(id)!)),
  );
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  let latest: Float32Array | null = null;
  let frame = 0;
  const apply = () => {
    frame = 0;
    if (!latest) return;
    const now = latest;
    graph.updateEachNodeAttributes(
      (id, attributes) => {
        const at = numbers.get(id)! * 2;
        return { ...attributes, x: now[at]!, y: now[at + 1]! };
      },
      { attributes: ['x', 'y'] },
    );
  };
  worker.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    latest = data;
    if (frame === 0) frame = requestAnimationFrame(apply);
  };
  worker.postMessage({ positions, sizes, edges, ...options } satisfies LayoutRequest);
  return () => {
    cancelAnimationFrame(frame);
    worker.terminate();
  };
}
