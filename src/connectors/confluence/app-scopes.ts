/**
 * Scopes that the app must hold for everything that is read with its token. Only granular ones: a
 * token that mixes them with classic ones is answered "scope does not match" (CONFCLOUD-75668), and
 * `read:content-details:confluence` opens the v1 search and restrictions, `read:attachment:confluence`
 * the v1 download (`x-atlassian-oauth2-scopes` of the vendor's descriptions).
 */
export const appScopes: readonly string[] = [
  'read:app-system-token',
  'read:space:confluence',
  'read:page:confluence',
  'read:blogpost:confluence',
  'read:folder:confluence',
  'read:whiteboard:confluence',
  'read:database:confluence',
  'read:embed:confluence',
  'read:hierarchical-content:confluence',
  'read:content.metadata:confluence',
  'read:content-details:confluence',
  'read:label:confluence',
  'read:attachment:confluence',
  'read:comment:confluence',
  'read:user:confluence',
];
