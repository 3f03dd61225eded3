import type { Json } from '../core/connection.ts';
import type { SecretName } from '../core/ports/connections.ts';

/**
 * Names of the outside contract, in this one place. They are fixed by those who call us or by stored
 * rows, and name products for that reason only.
 */
export const keys = {
  installUrl: 'confluenceForgeInstallUrl',
  oauthClientId: 'atlassianOAuthClientId',
  email: 'forgeEmail',
  siteHost: 'forgeSiteHost',
  developerSpaceId: 'forgeDeveloperSpaceId',
  consentAt: 'forgeConsentAt',
  appId: 'forgeAppId',
  installationId: 'forgeInstallationId',
  /** When an admin left for an install page; binds an app that we did not register ourselves. */
  pendingInstall: 'pendingInstall',
} as const;

export const secrets = {
  oauthClientSecret: 'atlassianOAuthClientSecret',
  apiToken: 'forgeScopedApiToken',
  systemToken: 'appSystemToken',
  privateKey: 'githubPrivateKey',
  webhookSecret: 'githubWebhookSecret',
  clientSecret: 'githubClientSecret',
} as const satisfies Readonly<Record<string, SecretName>>;

/** Folder of the routes about a content source, below the organization. */
export const sourceRoutes = '/connectors/atlassian';
export const oauthAppRoute = '/org/atlassian-oauth';
export const repositoryRoutes = '/connectors/repository-host';

/** Everything that products deliver to us lies below. */
export const deliveryPath = '/api/v1/webhook/';

/** Stands for a connection's id where the app of the whole deployment delivers. */
export const sharedReceiver = 'shared';

/** Routes that a product's servers or the browser coming from there reach. */
export const returnRoutes = {
  oauthCallback: '/api/v1/integrations/atlassian/callback',
  sourceEvents: '/api/v1/webhook/atlassian/forge/{connectionId}',
  sourceTokens: '/api/v1/webhook/atlassian/forge/{connectionId}/token-refresh',
  repositoryEvents: '/api/v1/webhook/github/{connectionId}',
  appCreated: '/api/v1/integrations/{connector}/callback',
  appInstalled: '/api/v1/integrations/{connector}/setup',
} as const;

/** A route as the router writes it. */
export function patternOf(route: string): string {
  return route.replace(/\{(\w+)\}/g, ':$1');
}

/** The read-side names of the account-linking app, as the wizard and scripts know them. */
export function showOAuthApp(app: {
  readonly saved: boolean;
  readonly clientId: string | null;
  readonly shared: boolean;
  readonly callbackUrl: string;
  readonly createUrl: string;
}) {
  return {
    oauthAppSaved: app.saved,
    atlassianOAuthClientId: app.clientId,
    globalAtlassianOAuthConfigured: app.shared,
    oauthCallbackUrl: app.callbackUrl,
    atlassianCreateUrl: app.createUrl,
  };
}

export type Config = Readonly<Record<string, Json | undefined>>;
