import type { GraphEdge, GraphNode } from '../../api/find.ts';

/** What stands on the map, in numbers. The n-th thing is `nodes[n]`. */
export interface MapModel {
  readonly nodes: readonly GraphNode[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** x, y, x, y … in units of the layout; the layout writes into it. */
  readonly places: Float32Array;
  /** Radius of each thing, in pixels, where everything is shown. */
  readonly radii: Float32Array;
  /** Pairs of things. Any beginning of it is a fair sample of the whole. */
  readonly edges: Uint32Array;
}

/** Places things on a spiral first, so that the same graph always looks the same. */
function start(index: number): readonly [number, number] {
  const angle = index * 2.399963;
  const radius = Math.sqrt(index + 1);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** A model for the map. Things that stood before stay where they were. */
export function buildModel(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  before: MapModel | null,
): MapModel {
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const places = new Float32Array(nodes.length * 2);
  nodes.forEach(({ id }, index) => {
    const old = before?.indexOf.get(id);
    const place = before && old !== undefined ? before.places.subarray(old * 2, old * 2 + 2) : start(index);
    places.set(place, index * 2);
  });
  const pairs = edges.flatMap(({ from, to }) => {
    const ends = [indexOf.get(from), indexOf.get(to)] as const;
    return ends[0] === undefined || ends[1] === undefined || ends[0] === ends[1] ? [] : [[ends[0], ends[1]] as const];
  });
  // A multiplication spreads neighbours of the list over the whole of it.
  const spread = pairs
    .map((pair, index) => ({ pair, at: Math.imul(index + 1, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.at - b.at);
  return {
    nodes,
    indexOf,
    places,
    radii: Float32Array.from(nodes, ({ degree }) => 3 + Math.min(12, Math.sqrt(degree) * 1.6)),
    edges: Uint32Array.from(spread.flatMap(({ pair }) => pair)),
  };
}

/** The chosen thing and what it is connected with, or the things of a path. Empty: nothing stands out. */
export function standingOut(
  model: MapModel,
  selected: string | null,
  path: readonly string[] | null,
): ReadonlySet<number> {
  const found = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const index = model.indexOf.get(id);
      return index === undefined ? [] : [index];
    });
  if (path) return new Set(found(path));
  const near = new Set(found(selected === null ? [] : [selected]));
  const [chosen] = near;
  if (chosen === undefined) return near;
  const { edges } = model;
  for (let at = 0; at < edges.length; at += 2) {
    if (edges[at] === chosen) near.add(edges[at + 1]!);
    if (edges[at + 1] === chosen) near.add(edges[at]!);
  }
  return near;
}

/** The thing at a place of the layout, or the nearest within reach; null: nothing is there. */
export function thingAt(
  model: MapModel,
  [x, y]: readonly [number, number],
  reach: (radius: number) => number,
): number | null {
  let best: number | null = null;
  let closest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < model.nodes.length; index += 1) {
    const distance = Math.hypot(model.places[index * 2]! - x, model.places[index * 2 + 1]! - y);
    if (distance < closest && distance <= reach(model.radii[index]!)) {
      best = index;
      closest = distance;
    }
  }
  return best;
}
