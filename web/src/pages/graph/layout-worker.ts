import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { LayoutRequest } from './layout.ts';

/** Milliseconds between two states that the map is told of. */
const TELL_MS = 60;

/** Arranges beside the page, so that drawing never waits for it. Posts positions as x, y, x, y … */
self.onmessage = ({ data: { positions, sizes, edges, rounds, animated } }: MessageEvent<LayoutRequest>) => {
  const graph = new Graph({ multi: true, type: 'directed' });
  sizes.forEach((size, index) => {
    graph.addNode(index, { x: positions[index * 2], y: positions[index * 2 + 1], size });
  });
  for (let at = 0; at < edges.length; at += 2) graph.addDirectedEdge(edges[at], edges[at + 1]);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 400, adjustSizes: false };
  const tell = () => {
    const now = new Float32Array(positions.length);
    graph.forEachNode((node, { x, y }) => {
      now[Number(node) * 2] = x;
      now[Number(node) * 2 + 1] = y;
    });
    self.postMessage(now, { transfer: [now.buffer] });
  };
  let told = performance.now();
  // A few rounds a call keep the forces of the last round, which a call for each would lose.
  for (let done = 0; done < rounds; done += 5) {
    forceAtlas2.assign(graph, { iterations: Math.min(5, rounds - done), settings });
    if (!animated || performance.now() - told < TELL_MS) continue;
    tell();
    told = performance.now();
  }
  tell();
  self.close();
};
