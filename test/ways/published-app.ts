import { randomUUID } from 'node:crypto';
import { forgeOf } from '../../sandbox/atlassian/forge/index.ts';
import { createForge } from '../../src/connectors/confluence/forge/index.ts';
import { Secret } from '../../src/core/secret.ts';
import { createHttp } from '../../src/net/http.ts';
import { admin, type Stage } from './stage.ts';

/**
 * Registers and deploys an app by hand, with the vendor's own command-line tool, and does not install it: what whoever
 * publishes an install link has done. Gives the link.
 */
export async function publishApp({ standIns, product, apiToken }: Stage, connectionId: string): Promise<string> {
  const { origin, state } = standIns.atlassian;
  const platform = forgeOf(state);
  const ownerId = state.users.find(({ email }) => email === admin.email)!.accountId;
  const space = { id: randomUUID(), name: 'Published', ownerId };
  platform.developerSpaces.set(space.id, space);
  const http = createHttp({
    userAgent: 'ctxpipe-test/1',
    now: Date.now,
    sleep: async () => undefined,
    allowLoopback: true,
  });
  try {
    const { provisioner } = createForge({
      http,
      gatewayUrl: `${origin}/graphql`,
      apiBaseUrl: origin,
      jwksUrl: `${origin}/.well-known/jwks.json`,
      consoleUrl: origin,
      allowLoopback: true,
      now: Date.now,
    });
    const request = {
      connectionId,
      credentials: { email: admin.email, apiToken: new Secret(apiToken) },
      siteHost: admin.host,
      developerSpaceId: space.id,
      appName: 'Published by hand',
      origin: product.origin,
      instantDelete: false,
    };
    const ignore = () => undefined;
    const { appId } = await provisioner.register(request, ignore);
    await provisioner.lint(request, appId, ignore);
    await provisioner.deploy(request, appId, ignore);
    return provisioner.installLink(appId);
  } finally {
    http.close();
  }
}
