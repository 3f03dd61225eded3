/** A place on the map: units of the layout, or pixels from the upper left corner. */
export type Point = readonly [x: number, y: number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What part of the map is looked at. */
export interface View {
  /** Place of the layout that stands in the middle. */
  readonly x: number;
  readonly y: number;
  /** Pixels that a unit of the layout takes. */
  readonly zoom: number;
}

/** Widest and closest look, as multiples of the one that shows everything. */
const WIDEST = 0.4;
const CLOSEST = 40;

/** The view that shows everything with `padding` pixels around it. `places` is x, y, x, y … */
export function fitView(places: Float32Array, size: Size, padding: number): View {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < places.length; at += 2) {
    left = Math.min(left, places[at]!);
    right = Math.max(right, places[at]!);
    top = Math.min(top, places[at + 1]!);
    bottom = Math.max(bottom, places[at + 1]!);
  }
  if (left > right) return { x: 0, y: 0, zoom: 1 };
  const room = { width: Math.max(1, size.width - 2 * padding), height: Math.max(1, size.height - 2 * padding) };
  const zoom = Math.min(room.width / Math.max(1e-6, right - left), room.height / Math.max(1e-6, bottom - top));
  // A single thing has no extent that could be fitted.
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.min(zoom, 60) };
}

export function toScreen(view: View, size: Size, [x, y]: Point): Point {
  return [(x - view.x) * view.zoom + size.width / 2, (y - view.y) * view.zoom + size.height / 2];
}

export function toPlace(view: View, size: Size, [x, y]: Point): Point {
  return [(x - size.width / 2) / view.zoom + view.x, (y - size.height / 2) / view.zoom + view.y];
}

export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.zoom, y: view.y - dy / view.zoom };
}

interface ZoomInput {
  readonly factor: number;
  /** Pixel that stays where it is. */
  readonly at: Point;
  readonly size: Size;
  /** The view that shows everything. */
  readonly whole: View;
}

/** Closer (`factor` above 1) or wider, around a pixel that stays where it is. */
export function zoomed(view: View, { factor, at, size, whole }: ZoomInput): View {
  const zoom = Math.min(whole.zoom * CLOSEST, Math.max(whole.zoom * WIDEST, view.zoom * factor));
  const [x, y] = toPlace(view, size, at);
  return { x: x + (view.x - x) * (view.zoom / zoom), y: y + (view.y - y) * (view.zoom / zoom), zoom };
}

/** Between two views; `part` from 0 to 1. */
export function between(from: View, to: View, part: number): View {
  const mix = (a: number, b: number) => a + (b - a) * part;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: from.zoom * (to.zoom / from.zoom) ** part };
}

/** How much larger things are drawn when they are looked at from close by. */
export function growth(view: View, whole: View): number {
  return Math.sqrt(Math.max(0.5, view.zoom / whole.zoom));
}
