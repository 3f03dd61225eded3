import { parse } from 'yaml';

/** What the platform takes from a deployed manifest. */
export interface AppManifest {
  readonly scopes: readonly string[];
  readonly remotes: readonly string[];
  readonly triggers: readonly Trigger[];
  readonly schedules: readonly Schedule[];
}

/** An endpoint of a remote back end. */
export interface Endpoint {
  readonly url: string;
  readonly systemToken: boolean;
}

export interface Trigger {
  readonly key: string;
  readonly events: readonly string[];
  readonly endpoint: Endpoint;
}

export interface Schedule {
  readonly key: string;
  /** Milliseconds. */
  readonly every: number;
  readonly endpoint: Endpoint;
}

interface Raw {
  readonly permissions?: { readonly scopes?: readonly string[] | Readonly<Record<string, unknown>> };
  readonly remotes?: readonly { readonly key: string; readonly baseUrl: string | { readonly default: string } }[];
  readonly modules?: {
    readonly trigger?: readonly { readonly key: string; readonly endpoint: string; readonly events: string[] }[];
    readonly scheduledTrigger?: readonly {
      readonly key: string;
      readonly endpoint: string;
      readonly interval: string;
    }[];
    readonly endpoint?: readonly {
      readonly key: string;
      readonly remote: string;
      readonly route: { readonly path: string };
      readonly auth?: { readonly appSystemToken?: { readonly enabled?: boolean } };
    }[];
  };
}

const minute = 60_000;
const intervals: Readonly<Record<string, number>> = {
  fiveMinute: 5 * minute,
  hour: 60 * minute,
  day: 24 * 60 * minute,
  week: 7 * 24 * 60 * minute,
};

/** Reads a manifest. A module whose endpoint or remote does not exist is left out. */
export function readAppManifest(text: string): AppManifest {
  const raw = (parse(text) ?? {}) as Raw;
  const bases = new Map(
    (raw.remotes ?? []).map(({ key, baseUrl }) => [key, typeof baseUrl === 'string' ? baseUrl : baseUrl.default]),
  );
  const endpoints = new Map<string, Endpoint>();
  for (const { key, remote, route, auth } of raw.modules?.endpoint ?? []) {
    const base = bases.get(remote);
    if (base === undefined) continue;
    endpoints.set(key, {
      url: `${base.replace(/\/+$/, '')}/${route.path.replace(/^\/+/, '')}`,
      systemToken: auth?.appSystemToken?.enabled === true,
    });
  }
  const scopes = raw.permissions?.scopes ?? [];
  return {
    scopes: Array.isArray(scopes) ? scopes : Object.keys(scopes),
    remotes: [...bases.values()],
    triggers: (raw.modules?.trigger ?? []).flatMap(({ key, events, endpoint }) => {
      const found = endpoints.get(endpoint);
      return found ? [{ key, events, endpoint: found }] : [];
    }),
    schedules: (raw.modules?.scheduledTrigger ?? []).flatMap(({ key, interval, endpoint }) => {
      const found = endpoints.get(endpoint);
      return found ? [{ key, every: intervals[interval] ?? intervals.hour!, endpoint: found }] : [];
    }),
  };
}
