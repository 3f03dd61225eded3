import type { Connection, Json } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import type { RepositoryConnector, SourceConnector } from '../../core/roles/connector.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from './access.ts';

export interface SourceConnection {
  readonly connection: Connection;
  readonly connector: SourceConnector;
}

export interface RepositoryConnection {
  readonly connection: Connection;
  readonly connector: RepositoryConnector;
}

/** A run that would remove many files and waits for an answer, or has it. */
export interface Guard {
  readonly state: 'waiting' | 'approved';
  readonly runId: string;
  readonly removals: number;
  readonly of: number;
  /** Pages whose files would go, as far as they are named. */
  readonly pages?: readonly {
    readonly pageId: string;
    readonly title: string;
    readonly path: string;
    readonly proof: string;
  }[];
}

/** Why a connection was stopped until a person decides. */
export interface Alert {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A text of the connection's config; null where it is absent or empty. */
export function textOf(connection: Connection, key: string): string | null {
  const value = connection.config[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An object of the connection's config, as stored by us. */
export function objectOf<Shape>(connection: Connection, key: string): Shape | null {
  const value = connection.config[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shape) : null;
}

/** A core object as a stored JSON value. */
export function asJson(value: object): Json {
  return value as Json;
}

async function only(
  deps: ServerDeps,
  orgId: string,
  id: string | undefined,
  known: ReadonlyMap<string, unknown>,
): Promise<Connection> {
  if (id !== undefined) {
    const connection = await deps.ports.connections.get(orgId, id);
    if (!connection || !known.has(connection.connector)) throw notFound('The connection');
    return connection;
  }
  const all = (await deps.ports.connections.list(orgId)).filter(({ connector }) => known.has(connector));
  if (all.length === 1) return all[0]!;
  if (all.length === 0) throw notFound('A connection');
  throw new Problem({
    code: 'connection-needed',
    message: 'The organization has several connections.',
    status: 400,
    hint: 'Name one with connectionId.',
  });
}

/** The content source that a request is about: the named one, or the only one there is. */
export async function sourceOf(deps: ServerDeps, orgId: string, id: string | undefined): Promise<SourceConnection> {
  const connection = await only(deps, orgId, id, deps.sources);
  return { connection, connector: deps.sources.get(connection.connector)! };
}

/** The repository host that a request is about: the named one, or the only one there is. */
export async function repositoryHostOf(
  deps: ServerDeps,
  orgId: string,
  id: string | undefined,
): Promise<RepositoryConnection> {
  const connection = await only(deps, orgId, id, deps.repositories);
  return { connection, connector: deps.repositories.get(connection.connector)! };
}
