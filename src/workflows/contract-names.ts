import type { ProvisionCode } from '../core/roles/provisioner.ts';

/** Names that the outside contract fixes; the one place of the workflows where they stand. */
export const keys = {
  email: 'forgeEmail',
  siteHost: 'forgeSiteHost',
  developerSpaceId: 'forgeDeveloperSpaceId',
  appId: 'forgeAppId',
  installationId: 'forgeInstallationId',
  oauthClientId: 'atlassianOAuthClientId',
} as const;

export const secrets = {
  apiToken: 'forgeScopedApiToken',
  oauthClientSecret: 'atlassianOAuthClientSecret',
} as const;

/** Provisioning failures whose cause the workflows find themselves. */
export const codes = {
  credentials: 'forge_auth_failed',
  site: 'confluence_install_site',
} as const;

/** The only failure codes of provisioning that the API returns. */
export const provisionCodes: ReadonlySet<string> = new Set<ProvisionCode>([
  'forge_auth_failed',
  'forge_lint_failed',
  'forge_deploy_forbidden',
  'confluence_install_forbidden',
  'confluence_install_site',
  'network',
  'unknown',
]);
