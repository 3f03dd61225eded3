/**
 * What the linking person is asked to grant: to be named, to show which sites they may choose, and
 * the read set that the operator's app registers. Content itself is read with the app's own token.
 * v2 takes granular scopes only, v1 the classic ones (`x-atlassian-oauth2-scopes` of the vendor's
 * descriptions); `offline_access` brings a refresh token. Atlassian advises to stay below 50.
 */
export const scopes: readonly string[] = [
  'read:me',
  'read:space:confluence',
  'read:page:confluence',
  'read:folder:confluence',
  'read:hierarchical-content:confluence',
  'read:attachment:confluence',
  'read:comment:confluence',
  'read:content.metadata:confluence',
  'read:user:confluence',
  'read:whiteboard:confluence',
  'read:database:confluence',
  'read:embed:confluence',
  'search:confluence',
  'readonly:content.attachment:confluence',
  'read:confluence-content.all',
  'offline_access',
];
