import { oauthProviderAuthServerMetadata, oauthProviderOpenIdConfigMetadata } from '@better-auth/oauth-provider';
import type { RouteKit } from '../routes.ts';
import { agentResource, readScope } from './token.ts';

/** Says where tokens for agents come from (RFC 9728) and how they are asked for (RFC 8414). */
export function addDiscovery({ app, deps, identity }: RouteKit): void {
  const resource = {
    resource: agentResource(deps),
    authorization_servers: [deps.auth.baseUrl],
    scopes_supported: [readScope, 'offline_access'],
    bearer_methods_supported: ['header'],
    resource_name: 'ctx|',
  };
  const authorizationServer = oauthProviderAuthServerMetadata(identity);
  const openId = oauthProviderOpenIdConfigMetadata(identity);
  for (const suffix of ['', '/mcp']) {
    app.get(`/.well-known/oauth-protected-resource${suffix}`, (c) => c.json(resource));
    app.get(`/.well-known/oauth-authorization-server${suffix}`, (c) => authorizationServer(c.req.raw));
    app.get(`/.well-known/openid-configuration${suffix}`, (c) => openId(c.req.raw));
  }
}
