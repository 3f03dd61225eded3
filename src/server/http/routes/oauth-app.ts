import { z } from '@hono/zod-openapi';
import { Problem } from '../../../core/problem.ts';
import { Secret } from '../../../core/secret.ts';
import { keys, oauthAppRoute, returnRoutes, secrets, showOAuthApp } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { type SourceConnection, sourceOf, textOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionQuery } from '../shapes.ts';

const answer = z
  .object({
    oauthAppSaved: z.boolean(),
    [keys.oauthClientId]: z.string().nullable(),
    globalAtlassianOAuthConfigured: z.boolean(),
    oauthCallbackUrl: z.string(),
    atlassianCreateUrl: z.string(),
  })
  .openapi('OAuthApp');

export function callbackUrlOf(deps: ServerDeps): string {
  return `${new URL(deps.auth.baseUrl).origin}${returnRoutes.oauthCallback}`;
}

async function show(deps: ServerDeps, { connection, connector }: SourceConnection) {
  const clientId = textOf(connection, keys.oauthClientId);
  const hasSecret = await deps.ports.connections.hasSecret(connection.orgId, connection.id, secrets.oauthClientSecret);
  return showOAuthApp({
    saved: clientId !== null && hasSecret,
    clientId,
    shared: deps.settings.globalOAuth !== null,
    callbackUrl: callbackUrlOf(deps),
    createUrl: connector.signIn.createUrl,
  }) as z.input<typeof answer>;
}

/** The account-linking app of one connection. Its secret goes in and never comes out. */
export function addOAuthAppRoutes(kit: RouteKit): void {
  const { deps } = kit;

  orgRoute(
    kit,
    {
      method: 'get',
      path: oauthAppRoute,
      access: 'member',
      summary: 'The account-linking app of a connection, without its secret.',
      query: connectionQuery,
      answer,
    },
    async ({ org, query }) => show(deps, await sourceOf(deps, org.id, query.connectionId)),
  );

  orgRoute(
    kit,
    {
      method: 'put',
      path: oauthAppRoute,
      access: 'admin',
      summary: 'Save the account-linking app of a connection. What is not given stays.',
      audit: 'oauth-app.saved',
      query: connectionQuery,
      body: z.object({
        [keys.oauthClientId]: z.string().trim().min(1).max(200).optional(),
        [secrets.oauthClientSecret]: z.string().trim().min(1).max(500).optional(),
      }),
      answer,
    },
    async ({ org, query, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, query.connectionId);
      const clientId = body[keys.oauthClientId] as string | undefined;
      const secret = body[secrets.oauthClientSecret] as string | undefined;
      if (clientId === undefined && secret === undefined) {
        throw new Problem({
          code: 'nothing-given',
          message: 'Neither a client id nor a secret was given.',
          status: 400,
          hint: 'Paste the client id and the secret of the app.',
        });
      }
      const { connections } = deps.ports;
      if (secret !== undefined) {
        await connections.putSecret(org.id, connection.id, secrets.oauthClientSecret, new Secret(secret));
      }
      if (clientId !== undefined) await connections.patch(org.id, connection.id, { [keys.oauthClientId]: clientId });
      note({
        connectionId: connection.id,
        detail: { clientIdChanged: clientId !== undefined, secretChanged: secret !== undefined },
      });
      return show(deps, await sourceOf(deps, org.id, connection.id));
    },
  );
}
