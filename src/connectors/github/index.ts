import { resolve } from 'node:path';
import type { RepositoryConnector } from '../../core/roles/connector.ts';
import { realSleep } from './client.ts';
import { createEventSource } from './events.ts';
import { guide } from './guide.ts';
import { createHost } from './host.ts';
import { createRegistration } from './registration.ts';

export interface GitHubOptions {
  /** Base of the REST API, e.g. `https://api.github.com`. */
  readonly apiBaseUrl: string;
  /** Where people and their browsers go, e.g. `https://github.com`. */
  readonly webBaseUrl: string;
  /** Where repositories are cloned from; default `webBaseUrl`. */
  readonly gitBaseUrl?: string;
  /** Folder for clones, made with access for its owner only. */
  readonly cacheDir: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly log?: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Where the `git` program is looked up, in the form of PATH. */
  readonly searchPath?: string;
  /** Variables that Git may see besides our own, e.g. `HTTPS_PROXY` or `SSL_CERT_FILE`. */
  readonly childEnvironment?: Readonly<Record<string, string>>;
}

/** The connector for GitHub and GitHub Enterprise Server. */
export function createGitHub(options: GitHubOptions): RepositoryConnector {
  const webBaseUrl = trim(options.webBaseUrl);
  const reach = {
    apiBaseUrl: trim(options.apiBaseUrl),
    now: options.now,
    sleep: options.sleep ?? realSleep,
    log: options.log ?? (() => undefined),
  };
  return {
    id: 'github',
    guide,
    events: createEventSource(options.now),
    registration: createRegistration({ ...reach, count: () => undefined }, webBaseUrl),
    open: (installation) =>
      createHost(
        {
          reach,
          gitBaseUrl: trim(options.gitBaseUrl ?? webBaseUrl),
          cacheDir: resolve(options.cacheDir),
          searchPath: options.searchPath,
          childEnvironment: options.childEnvironment,
        },
        installation,
      ),
  };
}

function trim(url: string): string {
  return url.replace(/\/+$/, '');
}
