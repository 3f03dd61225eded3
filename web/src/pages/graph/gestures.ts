import type { Point } from './view.ts';

/** What a person does on the map. Points are pixels from its upper left corner. */
export interface Gestures {
  pan(dx: number, dy: number): void;
  /** Closer where the factor is above 1. */
  zoom(factor: number, at: Point): void;
  tap(at: Point): void;
  /** null: the pointer left. */
  hover(at: Point | null): void;
}

/** Pixels that a finger or mouse may move during a tap. */
const STILL = 5;
/** Pixels of a turn of the wheel that is told in lines. */
const LINE = 16;

/** Mouse, touch and pen on an element: drag, wheel, pinch, tap. Gives the way to stop. */
export function listen(element: HTMLElement, gestures: Gestures): () => void {
  const down = new Map<number, Point>();
  let moved = 0;
  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const spread = () => {
    const [a, b] = [...down.values()];
    return a && b
      ? { apart: Math.hypot(a[0] - b[0], a[1] - b[1]), middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const }
      : null;
  };
  const on = {
    pointerdown(event: PointerEvent) {
      if (event.button !== 0) return;
      if (down.size === 0) moved = 0;
      down.set(event.pointerId, pointOf(event));
      element.setPointerCapture(event.pointerId);
    },
    pointermove(event: PointerEvent) {
      const now = pointOf(event);
      const last = down.get(event.pointerId);
      if (!last) return gestures.hover(now);
      const before = spread();
      down.set(event.pointerId, now);
      const after = spread();
      moved += Math.hypot(now[0] - last[0], now[1] - last[1]);
      if (moved <= STILL) return;
      const share = before ? 2 : 1;
      gestures.pan((now[0] - last[0]) / share, (now[1] - last[1]) / share);
      if (before && after && before.apart > 0) gestures.zoom(after.apart / before.apart, after.middle);
    },
    pointerup(event: PointerEvent) {
      if (!down.delete(event.pointerId)) return;
      if (moved <= STILL && down.size === 0) gestures.tap(pointOf(event));
    },
    pointercancel(event: PointerEvent) {
      down.delete(event.pointerId);
    },
    pointerleave() {
      gestures.hover(null);
    },
    wheel(event: WheelEvent) {
      event.preventDefault();
      const turn = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY;
      gestures.zoom(Math.exp(-Math.max(-200, Math.min(200, turn)) * 0.0025), pointOf(event));
    },
  };
  const entries = Object.entries(on) as [string, EventListener][];
  for (const [name, act] of entries) element.addEventListener(name, act, { passive: false });
  return () => {
    for (const [name, act] of entries) element.removeEventListener(name, act);
  };
}
