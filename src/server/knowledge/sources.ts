import type { Connection, Json } from '../../core/connection.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import { isBehind } from './freshness.ts';
import type { Source } from './knowledge.ts';

function field(value: Json | undefined, key: string): Json | undefined {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? (value as { readonly [name: string]: Json })[key]
    : undefined;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function spacesOf(connection: Connection): readonly string[] {
  const spaces = field(connection.config.scope, 'spaces');
  return Array.isArray(spaces) ? spaces.flatMap((space: Json) => textOf(field(space, 'key')) ?? []) : [];
}

function isMirroredInto(connection: Connection, repository: TrackedRepository): boolean {
  const { target } = connection.config;
  return (
    field(target, 'connectionId') === repository.connectionId && field(target, 'repositoryId') === repository.remoteId
  );
}

async function mirrorOf(ports: Pick<Ports, 'runs'>, connection: Connection): Promise<Source['mirrors'][number]> {
  const [run] = await ports.runs.list(connection.orgId, connection.id, 1);
  return {
    connector: connection.connector,
    site: textOf(field(connection.config.site, 'url')),
    spaces: spacesOf(connection),
    lastRun: run ? { state: run.state, startedAt: run.startedAt, finishedAt: run.finishedAt } : null,
  };
}

/** Repositories with what is mirrored into each. */
export async function sourcesOf(
  ports: Pick<Ports, 'runs' | 'connections'>,
  orgId: string,
  repositories: readonly TrackedRepository[],
): Promise<readonly Source[]> {
  const connections = await ports.connections.list(orgId);
  return Promise.all(
    repositories.map(async (repository) => {
      const mirrored = connections.filter((connection) => isMirroredInto(connection, repository));
      const { fullName, url, branch, headCommit, indexedCommit, indexedAt } = repository;
      return {
        repository: fullName,
        url,
        branch,
        headCommit,
        indexedCommit,
        indexedAt,
        upToDate: !isBehind(repository) && indexedCommit !== null,
        mirrors: await Promise.all(mirrored.map((connection) => mirrorOf(ports, connection))),
      };
    }),
  );
}
