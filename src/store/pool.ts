import postgres from 'postgres';
import { storableJson, storableText } from './storable.ts';

/** Connections of one purpose. */
export type Sql = postgres.Sql;

export interface PoolOptions {
  /** Most connections at a time. */
  readonly max: number;
  /** Shown by the server beside each connection. */
  readonly name: string;
  /** Column names as openworkflow reads them. */
  readonly camelCase?: boolean;
  /** Never closed for idleness or age: session locks live on it. */
  readonly pinned?: boolean;
  /** postgres.js types; drizzle brings its own, so its pool goes without ours. */
  readonly plain?: boolean;
}

const ALWAYS_SECONDS = null as unknown as number;
const CONNECT_SECONDS = 10;
const IDLE_SECONDS = 60;

const types = {
  text: {
    to: 25,
    from: [25, 1043],
    serialize: (text: unknown) => storableText(String(text)),
    parse: (text: string) => text,
  },
  json: { to: 114, from: [114, 3802], serialize: storableJson, parse: (text: string) => JSON.parse(text) as unknown },
};

/** Opens a pool. Nothing is connected before the first query; a lost connection is made again. */
export function openPool(url: string, options: PoolOptions): Sql {
  return postgres(url, {
    max: options.max,
    connect_timeout: CONNECT_SECONDS,
    idle_timeout: options.pinned ? ALWAYS_SECONDS : IDLE_SECONDS,
    ...(options.pinned ? { max_lifetime: null } : {}),
    onnotice: () => undefined,
    connection: { application_name: `ctxpipe ${options.name}` },
    ...(options.camelCase ? { transform: { column: { from: postgres.toCamel } } } : {}),
    ...(options.plain || options.camelCase ? {} : { types: types as unknown as Record<string, postgres.PostgresType> }),
  }) as Sql;
}
