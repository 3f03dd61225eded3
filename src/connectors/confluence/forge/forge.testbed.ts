import { facts, forgeWorld } from '../../../../sandbox/atlassian/forge/forge.testbed.ts';
import { forgeOf } from '../../../../sandbox/atlassian/forge/index.ts';
import { startAtlassian } from '../../../../sandbox/atlassian/index.ts';
import type { ProvisionRequest } from '../../../core/roles/provisioner.ts';
import { Secret } from '../../../core/secret.ts';
import { createHttp } from '../../../net/http.ts';
import { createForge, type ForgeOptions } from './index.ts';

/** The stand-in with one site, an operator with a developer space, and the connector's side of the app platform. */
export async function startForgeBed(options: Partial<ForgeOptions> = {}) {
  const atlassian = await startAtlassian({ world: forgeWorld() });
  const platform = forgeOf(atlassian.state);
  const now = () => atlassian.clock.now();
  const http = createHttp({
    userAgent: 'ctxpipe-test/1',
    now,
    sleep: async (ms) => atlassian.clock.advance(ms),
    allowLoopback: true,
    limits: { timeoutMs: 5_000 },
  });
  const forge = createForge({
    http,
    gatewayUrl: `${atlassian.origin}/graphql`,
    apiBaseUrl: atlassian.origin,
    jwksUrl: `${atlassian.origin}/.well-known/jwks.json`,
    consoleUrl: atlassian.origin,
    allowLoopback: true,
    now,
    ...options,
  });
  const space = { id: '11111111-1111-4111-8111-111111111111', name: 'Test', ownerId: facts.admin.accountId };
  platform.developerSpaces.set(space.id, space);
  const request = (origin: string): ProvisionRequest => ({
    connectionId: 'conn_123',
    credentials: { email: facts.admin.email, apiToken: new Secret(facts.admin.apiToken) },
    siteHost: facts.host,
    developerSpaceId: space.id,
    appName: 'ctx mirror conn_123',
    origin,
    instantDelete: false,
  });
  return {
    atlassian,
    platform,
    forge,
    request,
    async close() {
      http.close();
      await atlassian.close();
    },
  };
}
