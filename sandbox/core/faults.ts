import { compileRoute } from './route-pattern.ts';

/** An answer given in place of the real one. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * How a matched request goes wrong.
 * - `reset`: the connection is reset before an answer
 * - `stall`: never answered; `stall-body`: headers and half a body, then silence
 * - `cut`: half a body, then a reset
 * - `truncate`: a well-formed answer whose body ends half way
 * - `html`: 200 with a login page; `gzip`: bytes that claim to be gzip
 * - `drop`: the request takes effect, its answer is lost
 */
export type FaultMode = 'reset' | 'stall' | 'stall-body' | 'cut' | 'truncate' | 'html' | 'gzip' | 'drop';

/** Another answer made out of the real one, whose body is given as JSON; in-process callers only. */
export interface FaultRewrite {
  readonly rewrite: (answer: { readonly status: number; readonly body: unknown }) => FaultAnswer;
}

export interface Fault {
  /** `GET /wiki/api/v2/pages`, with `:id` and a trailing `*`; matched with and without the gateway's prefix. */
  readonly route: string;
  readonly delayMs?: number;
  readonly fail?: FaultMode | FaultAnswer | FaultRewrite;
  /** How many requests are hit; without it all of them. */
  readonly times?: number;
  /** How many matching requests pass first. */
  readonly skip?: number;
  /** Only where the decoded path and query contain this text. */
  readonly contains?: string;
  /** Only where this holds; in-process callers only. */
  readonly when?: (request: { readonly method: string; readonly url: URL }) => boolean;
}

interface ArmedFault {
  readonly id: number;
  readonly fault: Fault;
  readonly matches: (method: string, path: string) => boolean;
  skipped: number;
  hits: number;
}

export interface FaultBoard {
  /** Arms a fault; the last one armed wins. Returns its id. */
  set(fault: Fault): number;
  clear(id?: number): void;
  list(): readonly { readonly id: number; readonly route: string; readonly hits: number; readonly fault: Fault }[];
  /** The fault that hits this request, counted. `paths` are the spellings of one path. */
  take(method: string, paths: readonly string[], url: URL): Fault | undefined;
}

/** Switches for delays and failures, by route. */
export function createFaultBoard(): FaultBoard {
  let armed: ArmedFault[] = [];
  let lastId = 0;

  function applies(entry: ArmedFault, method: string, paths: readonly string[], url: URL): boolean {
    const { fault } = entry;
    if (!paths.some((path) => entry.matches(method, path))) return false;
    if (fault.contains !== undefined && !decodeURIComponent(url.pathname + url.search).includes(fault.contains))
      return false;
    if (fault.when && !fault.when({ method, url })) return false;
    return fault.times === undefined || entry.hits < fault.times;
  }

  return {
    set(fault) {
      lastId += 1;
      armed.unshift({ id: lastId, fault, matches: compileRoute(fault.route), skipped: 0, hits: 0 });
      return lastId;
    },
    clear(id) {
      armed = id === undefined ? [] : armed.filter((entry) => entry.id !== id);
    },
    list: () => armed.map(({ id, fault, hits }) => ({ id, route: fault.route, hits, fault })),
    take(method, paths, url) {
      for (const entry of armed) {
        if (!applies(entry, method, paths, url)) continue;
        if (entry.skipped < (entry.fault.skip ?? 0)) {
          entry.skipped += 1;
          continue;
        }
        entry.hits += 1;
        return entry.fault;
      }
      return undefined;
    },
  };
}
