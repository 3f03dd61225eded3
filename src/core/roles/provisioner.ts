import type { Secret } from '../secret.ts';

export type ProvisionCode =
  | 'forge_auth_failed'
  | 'forge_lint_failed'
  | 'forge_deploy_forbidden'
  | 'confluence_install_forbidden'
  | 'confluence_install_site'
  | 'network'
  | 'unknown';

export interface ProvisionCredentials {
  readonly email: string;
  readonly apiToken: Secret;
}

export interface ProvisionRequest {
  readonly connectionId: string;
  readonly credentials: ProvisionCredentials;
  /** Host name of the site, already checked by `checkSiteHost`. */
  readonly siteHost: string;
  readonly developerSpaceId: string;
  readonly appName: string;
  /** Public origin that the app calls. */
  readonly origin: string;
  /** Also asks for the scopes that deliver deletions at once. */
  readonly instantDelete: boolean;
}

/** Each output line, redacted, as it appears. */
export type ProvisionLog = (line: string) => void;

/**
 * Puts our app on the operator's site with the vendor's own command-line tool. Every method is one
 * durable step: safe to repeat, bounded in time, and failing with a Problem whose `code` is a
 * `ProvisionCode` and whose `detail` is finer. Nothing blocks the event loop.
 */
export interface Provisioner {
  /** Throws Problem `invalid-site-host`. Returns the host in lower case. */
  checkSiteHost(input: string): string;
  /** Throws Problem `invalid-developer-space` for what cannot be the id of one. Returns the id. */
  checkDeveloperSpaceId(input: string): string;
  developerSpaces(
    credentials: ProvisionCredentials,
  ): Promise<readonly { readonly id: string; readonly name: string }[]>;
  createDeveloperSpace(credentials: ProvisionCredentials, name: string): Promise<{ readonly id: string }>;
  /** Token, scopes, site and product, before anything is registered. Gives the site's id. */
  preflight(
    request: ProvisionRequest,
    log: ProvisionLog,
  ): Promise<{ readonly siteId: string; readonly accountId: string }>;
  /** An app of this name that an interrupted run registered; null when there is none. */
  findRegistered(request: ProvisionRequest): Promise<{ readonly appId: string } | null>;
  register(request: ProvisionRequest, log: ProvisionLog): Promise<{ readonly appId: string }>;
  lint(request: ProvisionRequest, appId: string, log: ProvisionLog): Promise<void>;
  deploy(request: ProvisionRequest, appId: string, log: ProvisionLog): Promise<{ readonly version: string | null }>;
  /** Installs, or upgrades where an older version is installed. */
  install(request: ProvisionRequest, appId: string, log: ProvisionLog): Promise<void>;
  /** The installation's id as listed; null when it is not there. */
  confirm(
    request: ProvisionRequest,
    appId: string,
    log: ProvisionLog,
  ): Promise<{ readonly installationId: string } | null>;
  uninstall(request: ProvisionRequest, appId: string, log: ProvisionLog): Promise<void>;
  /** Page on which an admin who is not the operator can install the app. */
  installLink(appId: string): string;
  /** The manifest as text. */
  manifest(request: Pick<ProvisionRequest, 'connectionId' | 'origin' | 'instantDelete'>, appId: string | null): string;
}
