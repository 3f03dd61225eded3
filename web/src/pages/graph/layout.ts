import { FIELDS, type LayoutRequest } from './layout-request.ts';
import type { MapModel } from './map-model.ts';

function matricesOf({ nodes, places, radii, edges }: MapModel): Pick<LayoutRequest, 'nodes' | 'edges'> {
  const things = new Float32Array(nodes.length * FIELDS);
  for (let index = 0; index < nodes.length; index += 1) {
    things.set([places[index * 2]!, places[index * 2 + 1]!, 0, 0, 0, 0, 1, 1, radii[index]!, 0], index * FIELDS);
  }
  const relations = new Float32Array((edges.length / 2) * 3);
  for (let at = 0; at < edges.length; at += 2) {
    const ends = [edges[at]! * FIELDS, edges[at + 1]! * FIELDS] as const;
    // A thing weighs as much as it has relations.
    for (const end of ends) things[end + 6]! += 1;
    relations.set([...ends, 1], (at / 2) * 3);
  }
  return { nodes: things, edges: relations };
}

interface Arranging extends Pick<LayoutRequest, 'rounds' | 'animated'> {
  /** Places were written into the model. */
  readonly onPlaces: (done: boolean) => void;
}

/** Arranges the model in a worker. Gives the way to stop. */
export function arrange(model: MapModel, { rounds, animated, onPlaces }: Arranging): () => void {
  if (model.nodes.length < 2) {
    onPlaces(true);
    return () => {};
  }
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<{ places: Float32Array; done: boolean }>) => {
    model.places.set(data.places);
    onPlaces(data.done);
  };
  worker.postMessage({ ...matricesOf(model), rounds, animated } satisfies LayoutRequest);
  return () => worker.terminate();
}
