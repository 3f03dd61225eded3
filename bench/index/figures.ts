/** Times of one kind of call, milliseconds. */
export interface Times {
  readonly calls: number;
  readonly p50: number;
  readonly p95: number;
}

/** What one index costs. null: not measured at this size. */
export interface IndexFigures {
  readonly name: string;
  /** From the text of the pages to what can be asked. */
  readonly seconds: number;
  readonly chunksASecond: number;
  readonly search: Times;
  /** MiB on disk or, for an index in memory, of the process. */
  readonly mib: number;
}

/** All figures at one size. */
export interface SizeFigures {
  readonly chunks: number;
  readonly pages: number;
  readonly ours: IndexFigures;
  readonly plain: IndexFigures | null;
  readonly javascript: IndexFigures | null;
  /** Searches of the product for quoted passages, and how many found the page that the passage was taken from. */
  readonly phrases?: Times & { readonly found: number };
  /** Writing graph and traces of health; null: left out. */
  readonly graphSeconds: number | null;
  /** Reading what stands around a page, one step far. */
  readonly neighbours: Times | null;
  /** All findings of health of the whole corpus. */
  readonly health: Times | null;
}

export interface IndexBench {
  readonly at: string;
  readonly node: string;
  readonly cpus: number;
  /** Load of the machine over the last minute when the bench began. */
  readonly loadBefore: number;
  readonly sizes: readonly SizeFigures[];
  /** How much longer the slow searches take per tenfold of chunks, from the first size to the last. */
  readonly growthPerTenfold: number | null;
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (part: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
  return { calls: sorted.length, p50: at(0.5), p95: at(0.95) };
}

/** Times of one call after another. */
export async function timed<Item>(items: readonly Item[], call: (item: Item) => Promise<unknown>): Promise<Times> {
  const times: number[] = [];
  for (const item of items) {
    const started = performance.now();
    await call(item);
    times.push(performance.now() - started);
  }
  return timesOf(times);
}

/** How much longer the slow searches take for ten times the chunks, from the first size to the last. */
export function growthOf(sizes: readonly SizeFigures[]): number | null {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (!first || !last || first === last) return null;
  const tenfolds = Math.log10(last.chunks / first.chunks);
  return Number(((last.ours.search.p95 / first.ours.search.p95) ** (1 / tenfolds)).toFixed(2));
}
