import iterate from 'graphology-layout-forceatlas2/iterate';
import { FIELDS, type LayoutRequest } from './layout-request.ts';

/** Milliseconds between two states that the map is told of. */
const TELL_MS = 60;

/** What the library infers for a graph of this size, in full. */
function settingsFor(order: number) {
  return {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 10,
    strongGravityMode: true,
    gravity: 0.05,
    slowDown: 1 + Math.log(order),
    barnesHutOptimize: order > 400,
    barnesHutTheta: 0.5,
  };
}

/** Arranges beside the page, so that drawing never waits for it. Posts places as x, y, x, y … */
self.onmessage = ({ data: { nodes, edges, rounds, animated } }: MessageEvent<LayoutRequest>) => {
  const order = nodes.length / FIELDS;
  const settings = settingsFor(order);
  const tell = (done: boolean) => {
    const places = new Float32Array(order * 2);
    for (let index = 0; index < order; index += 1) {
      places[index * 2] = nodes[index * FIELDS]!;
      places[index * 2 + 1] = nodes[index * FIELDS + 1]!;
    }
    self.postMessage({ places, done }, { transfer: [places.buffer] });
  };
  let told = performance.now();
  for (let done = 0; done < rounds; done += 1) {
    iterate(settings, nodes, edges);
    if (!animated || performance.now() - told < TELL_MS) continue;
    tell(false);
    told = performance.now();
  }
  tell(true);
  self.close();
};
