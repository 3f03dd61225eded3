import type { GraphColors } from './colors.ts';
import type { MapModel } from './map-model.ts';

/** Bytes of a dot: its place and radius as numbers, its colour as four bytes. */
export const DOT_BYTES = 16;

/** Red, green and blue of `#rrggbb`, 0 to 255. */
export function channelsOf(color: string): readonly [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The dots in the order in which they are drawn: important ones, and those that stand out, above the others. */
export function dotsOf(model: MapModel, near: ReadonlySet<number>, colors: GraphColors): ArrayBuffer {
  const { nodes, places, radii } = model;
  const steppingBack = (index: number) => near.size > 0 && !near.has(index);
  const order = [...nodes.keys()].reverse();
  const sorted = [...order.filter(steppingBack), ...order.filter((index) => !steppingBack(index))];
  const dots = new DataView(new ArrayBuffer(nodes.length * DOT_BYTES));
  for (const [place, index] of sorted.entries()) {
    const at = place * DOT_BYTES;
    const color = channelsOf(steppingBack(index) ? colors.faint : colors.of(nodes[index]!.kind));
    for (const [number, value] of [places[index * 2]!, places[index * 2 + 1]!, radii[index]!].entries())
      dots.setFloat32(at + 4 * number, value, true);
    for (const [channel, value] of [...color, 255].entries()) dots.setUint8(at + 12 + channel, value);
  }
  return dots.buffer;
}

/**
 * Ends of the lines that are drawn, x, y, x, y of each: all of them; those of the chosen thing; or, with nothing chosen
 * among what stands out, those of a path.
 */
export function linesOf(model: MapModel, near: ReadonlySet<number>, chosen: number | null): Float32Array {
  const { places, edges } = model;
  const drawn = (from: number, to: number) => {
    if (near.size === 0) return true;
    return chosen === null ? near.has(from) && near.has(to) : from === chosen || to === chosen;
  };
  const ends = new Float32Array(edges.length * 2);
  let next = 0;
  for (let at = 0; at < edges.length; at += 2) {
    const [from, to] = [edges[at]!, edges[at + 1]!];
    if (!drawn(from, to)) continue;
    ends[next] = places[from * 2]!;
    ends[next + 1] = places[from * 2 + 1]!;
    ends[next + 2] = places[to * 2]!;
    ends[next + 3] = places[to * 2 + 1]!;
    next += 4;
  }
  return ends.slice(0, next);
}
