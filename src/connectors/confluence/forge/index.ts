import type { EventSource } from '../../../core/roles/event-source.ts';
import type { Provisioner } from '../../../core/roles/provisioner.ts';
import type { Http } from '../../../net/request.ts';
import type { CliTool } from './cli-tool.ts';
import { createForgeEvents } from './events.ts';
import { createProvisioner, type StepLimits } from './provisioner.ts';

export { appAri } from './app-ari.ts';
export { findCli, runsOnNode } from './cli-tool.ts';
export { explainOutput, type ForgeStep } from './explain.ts';
export { printManifest } from './manifest.ts';
export type { Explanation } from './provision-problem.ts';

export interface ForgeOptions {
  readonly http: Http;
  /** The app platform's gateway, e.g. `https://api.atlassian.com/graphql`. */
  readonly gatewayUrl: string;
  /** The gateway that serves every site, e.g. `https://api.atlassian.com`. */
  readonly apiBaseUrl: string;
  /** Keys of invocation tokens, e.g. `https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json`. */
  readonly jwksUrl: string;
  /** The developer console, e.g. `https://developer.atlassian.com`. */
  readonly consoleUrl: string;
  /** Lets the public origin be this machine, for use with a stand-in. */
  readonly allowLoopback?: boolean;
  readonly cli?: CliTool;
  readonly limits?: Partial<StepLimits>;
  /** Parent of the working folders. Default: the system's folder for temporary files. */
  readonly workDir?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The app platform's side of the connector: putting the app on a site, and understanding what it sends. */
export function createForge(options: ForgeOptions): {
  readonly provisioner: Provisioner;
  readonly events: EventSource;
} {
  const { http, jwksUrl, apiBaseUrl, gatewayUrl, now, cli, limits, workDir } = options;
  return {
    provisioner: createProvisioner({
      http,
      gatewayUrl,
      consoleUrl: options.consoleUrl.replace(/\/+$/, ''),
      jwksUrl,
      allowLoopback: options.allowLoopback ?? false,
      cli,
      limits,
      workDir,
    }),
    events: createForgeEvents({ http, jwksUrl, apiBaseUrl, now }),
  };
}
