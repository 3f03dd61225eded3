/** One answered (or broken) request. Never a query string, header or body. */
export interface RequestEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  /** Rate-limit points that the request cost. */
  readonly points: number;
  readonly ms: number;
}

export interface RequestCounts {
  readonly requests: number;
  readonly points: number;
  readonly byService: Readonly<Record<string, { readonly requests: number; readonly points: number }>>;
}

export interface RequestLog {
  add(entry: RequestEntry): void;
  /** Newest last. */
  entries(): readonly RequestEntry[];
  counts(): RequestCounts;
  reset(): void;
}

/** Keeps the newest `capacity` entries and counts all. */
export function createRequestLog(capacity = 2_000): RequestLog {
  let kept: RequestEntry[] = [];
  let requests = 0;
  let points = 0;
  let byService: Record<string, { requests: number; points: number }> = {};
  return {
    add(entry) {
      kept.push(entry);
      if (kept.length > capacity * 2) kept = kept.slice(-capacity);
      requests += 1;
      points += entry.points;
      byService[entry.service] ??= { requests: 0, points: 0 };
      const service = byService[entry.service]!;
      service.requests += 1;
      service.points += entry.points;
    },
    entries: () => kept.slice(-capacity),
    counts: () => ({ requests, points, byService: structuredClone(byService) }),
    reset() {
      kept = [];
      requests = 0;
      points = 0;
      byService = {};
    },
  };
}
