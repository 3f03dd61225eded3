import { join } from 'node:path';
import { createForge } from '../connectors/confluence/forge/index.ts';
import { registry } from '../connectors/registry.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { RepositoryConnector, SourceConnector } from '../core/roles/connector.ts';
import { createHttp } from '../net/http.ts';
import type { Logger } from '../observe/log.ts';
import type { Settings } from './settings.ts';

/** The connectors of this process, by id. */
export interface Outside {
  readonly sources: ReadonlyMap<string, SourceConnector>;
  readonly repositories: ReadonlyMap<string, RepositoryConnector>;
  close(): void;
}

/** Makes each connector of the registry out of the settings. */
export function openOutside(settings: Settings, clock: Clock, log: Logger, version: string): Outside {
  const { reach, allowLoopback, dataDir } = settings;
  const now = () => clock.now();
  const http = createHttp({
    userAgent: `ctxpipe/${version}`,
    now,
    sleep: clock.sleep,
    allowLoopback,
    log: (line) => log.debug(line, 'called'),
  });
  const forge = createForge({
    http,
    gatewayUrl: reach.forgeGateway,
    apiBaseUrl: reach.atlassianApi,
    jwksUrl: reach.forgeJwks,
    consoleUrl: reach.atlassianConsole,
    allowLoopback,
    now,
  });
  const confluence = registry.confluence.create({
    http,
    now,
    authBaseUrl: reach.atlassianAuth,
    apiBaseUrl: reach.atlassianApi,
    consoleUrl: reach.atlassianConsole,
    forge,
  });
  const github = registry.github.create({
    apiBaseUrl: reach.githubApi,
    webBaseUrl: reach.githubWeb,
    cacheDir: join(dataDir, 'git'),
    now,
    log: (message, fields) => log.debug(fields ?? {}, message),
    childEnvironment: settings.childEnvironment,
  });
  return {
    sources: new Map([[confluence.id, confluence]]),
    repositories: new Map([[github.id, github]]),
    close: () => http.close(),
  };
}
