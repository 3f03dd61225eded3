import type { Connection } from '../../core/connection.ts';
import type { SecretName } from '../../core/ports/connections.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { RepositoryConnector, SourceConnector } from '../../core/roles/connector.ts';
import type { RepoHost } from '../../core/roles/repo-host.ts';
import { upgradeOf } from '../../server/http/app-upgrade.ts';
import { sweepEveryMs } from '../../workflows/schedules.ts';
import { storedChecks } from './database.ts';
import type { Check } from './finding.ts';
import { indexFinding, mirrorChecks } from './mirror.ts';
import { type RepositoryHostDeps, repositoryHostChecks } from './repository-host.ts';
import { type ConnectionDeps as SourceDeps, sourceChecks } from './source-connection.ts';

/** What the looks at connections need of a deployment. */
export interface ConnectionsDeps {
  readonly ports: Ports;
  /** Connectors that pages come from, by id. */
  readonly sources: ReadonlyMap<string, SourceConnector>;
  readonly repositories: ReadonlyMap<string, Pick<RepositoryConnector, 'registration'>>;
  /** null: neither repositories and their hosts nor sources are asked. */
  readonly openRepoHost: ((connection: Connection) => Promise<RepoHost>) | null;
  readonly sharedOAuth: SourceDeps['sharedOAuth'];
  readonly callbackUrl: string | null;
  readonly sharedApp: RepositoryHostDeps['sharedApp'];
  /** Origin that products deliver to; null: not known. */
  readonly publicOrigin: string | null;
  /** Milliseconds between two sweeps where the connection has no time of its own. */
  readonly sweepMs: number | undefined;
  /** Secrets that a connection can hold. */
  readonly secretNames: readonly SecretName[];
  now(): number;
}

function checksOf(connection: Connection, deps: ConnectionsDeps): readonly Check[] {
  const { ports, openRepoHost, sharedOAuth, callbackUrl, now } = deps;
  const source = deps.sources.get(connection.connector);
  if (source)
    return [
      ...sourceChecks(connection, {
        ports,
        sharedOAuth,
        callbackUrl,
        signIn: openRepoHost && source.signIn,
        upgrade: (one) => (deps.publicOrigin === null ? null : upgradeOf(one, source, deps.publicOrigin)),
        now,
      }),
      ...mirrorChecks(connection, { ports, openRepoHost, sweepEveryMs: (one) => sweepEveryMs(one, deps.sweepMs), now }),
    ];
  const host = deps.repositories.get(connection.connector);
  if (!host || openRepoHost === null) return [];
  const { sharedApp, publicOrigin } = deps;
  return repositoryHostChecks(connection, { ports, sharedApp, registration: host.registration, publicOrigin });
}

/** Looks at one organization: its connections, their secrets and runs, and the index of its repositories. */
export async function organizationChecks(deps: ConnectionsDeps, orgId: string): Promise<readonly Check[]> {
  const { ports, secretNames, now } = deps;
  const connections = await ports.connections.list(orgId);
  const repositories = await ports.repositories.list(orgId);
  return [
    ...storedChecks(ports, { orgId, connections, secretNames, now }),
    ...connections.flatMap((connection) => checksOf(connection, deps)),
    { name: 'index', look: async () => repositories.map((repository) => indexFinding(repository, now())) },
  ];
}

/** Organizations that have a connection. */
export async function connectedOrganizations(deps: ConnectionsDeps): Promise<readonly string[]> {
  const connectors = [...deps.sources.keys(), ...deps.repositories.keys()];
  const lists = await Promise.all(connectors.map((connector) => deps.ports.connections.listAll(connector)));
  return [...new Set(lists.flat().map(({ orgId }) => orgId))];
}
