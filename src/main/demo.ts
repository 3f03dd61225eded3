import { join } from 'node:path';
import { Secret } from '../core/secret.ts';
import { extendEnvironment } from '../env.ts';
import type { ServerDeps } from '../server/index.ts';
import { type Settings, settle } from './settings.ts';

/** The stand-ins that take the place of what is not configured, and the organization that is set up on them. */
export interface Demo {
  /** Settings that lead to the stand-ins. */
  readonly settings: Settings;
  /** Variables that lead other processes there. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the web page says about it. */
  readonly facts: NonNullable<ServerDeps['settings']['demo']>;
  /** Takes the demo organization from nothing to live, as a person would; goes on where an earlier start ended. */
  populate(origin: string, say: (line: string) => void): Promise<void>;
  /** Ends `populate`. */
  stop(): void;
  close(): Promise<void>;
}

/** Starts the stand-ins in the data folder. `origin` is where this deployment serves. */
export async function startDemo(settings: Settings, origin: string): Promise<Demo> {
  // Loaded only here: a real deployment runs none of it.
  const [{ startStandIns, demoOAuthClient }, { populateDemo }] = await Promise.all([
    import('../../sandbox/stand-ins.ts'),
    import('../../sandbox/operator/populate.ts'),
  ]);
  const client = await demoOAuthClient(join(settings.dataDir, 'sandbox'), origin);
  const standIns = await startStandIns({
    world: 'acme',
    dataDir: join(settings.dataDir, 'sandbox'),
    keep: true,
    oauthClients: [client],
  });
  const variables = {
    ...standIns.environment,
    ATLASSIAN_CLIENT_ID: client.clientId,
    ATLASSIAN_CLIENT_SECRET: new Secret(client.clientSecret).reveal(),
  };
  const environment = extendEnvironment(variables);
  const stopping = new AbortController();
  const site = standIns.atlassian.state.sites[0];
  return {
    settings: { ...(await settle(environment, settings.childEnvironment)), keys: settings.keys, demo: true },
    variables,
    facts: {
      world: 'acme',
      sourcePage: standIns.atlassian.origin,
      repositoryPage: standIns.github.origin,
      siteUrl: site?.url ?? '',
    },
    populate: (at, say) => populateDemo({ standIns, origin: at, say, signal: stopping.signal }),
    stop: () => stopping.abort(),
    close: () => standIns.close(),
  };
}
