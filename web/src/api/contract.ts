/** Names of the outside contract that the page must speak; the one place where they stand. */

export const sourcePath = '/connectors/atlassian';
export const repositoryHostPath = '/connectors/repository-host';
export const linkAppPath = '/org/atlassian-oauth';
/** Below the origin, not below an organization. */
export const agentPath = '/mcp';

/** Field names as the server's JSON has them. */
export const fields = {
  installUrl: 'confluenceForgeInstallUrl',
  linkAppId: 'atlassianOAuthClientId',
  linkAppSecret: 'atlassianOAuthClientSecret',
  linkAppShared: 'globalAtlassianOAuthConfigured',
  linkAppCreateUrl: 'atlassianCreateUrl',
} as const;
