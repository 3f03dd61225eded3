/** What the first visit of a page costs. */
export interface RouteFigures {
  readonly route: string;
  /** Packed bytes of scripts and styles. */
  readonly bytes: number;
  readonly files: number;
  /** Milliseconds until it is drawn and answers at once, on a processor slowed down four times. */
  readonly interactiveMs: number;
  readonly drawnMs: number;
}

/** Most that the first visit of a page may cost. */
export const MOST_BYTES = 200_000;
export const LATEST_MS = 2000;

/** Routes whose first visit costs more than it may, in words; empty: none. */
export function overLimit(routes: readonly RouteFigures[]): readonly string[] {
  return routes
    .filter(({ bytes, interactiveMs }) => bytes > MOST_BYTES || interactiveMs > LATEST_MS)
    .map(({ route, bytes, interactiveMs }) => `${route} (${(bytes / 1000).toFixed(1)} kB, ${interactiveMs} ms)`);
}

export interface FrameFigures {
  readonly what: string;
  readonly framesASecond: number;
  /** Milliseconds; 95 of 100 frames are as fast. */
  readonly p95Ms: number;
  readonly longestMs: number;
}

export interface MemoryFigures {
  readonly events: number;
  readonly seconds: number;
  /** Times that the page asked again for the state of its connection. */
  readonly asked: number;
  readonly startMb: number;
  /** After the first tenth, when everything is warm. */
  readonly warmMb: number;
  readonly endMb: number;
  readonly nodesStart: number;
  readonly nodesEnd: number;
  readonly listenersEnd: number;
}

export interface WebBench {
  readonly at: string;
  readonly node: string;
  readonly browser: string;
  readonly cpus: number;
  readonly loadBefore: number;
  readonly rounds: number;
  readonly slowdown: number;
  readonly routes: readonly RouteFigures[];
  readonly frames: readonly FrameFigures[];
  readonly memory: MemoryFigures;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
