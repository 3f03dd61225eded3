import { z } from '@hono/zod-openapi';
import { Problem, toProblem } from '../../../core/problem.ts';
import type { OAuthClient } from '../../../core/roles/sign-in.ts';
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

/**
 * Tries an app before it is saved. What the product refuses is never saved; what it cannot be asked about, for want of
 * a network, is saved only where it replaces nothing. Gives whether it was tried.
 */
async function tryClient(deps: ServerDeps, source: SourceConnection, client: OAuthClient): Promise<boolean> {
  const { signIn } = source.connector;
  try {
    await signIn.checkClient(client, callbackUrlOf(deps));
    return true;
  } catch (error) {
    const problem = toProblem(error);
    const { connection } = source;
    const saved = await deps.ports.connections.secret(connection.orgId, connection.id, secrets.oauthClientSecret);
    if (problem.code === 'internal' || problem.code === 'oauth_client_rejected') throw problem;
    if (saved !== null && textOf(connection, keys.oauthClientId) !== null) throw problem;
    deps.log.warn({ connectionId: connection.id, code: problem.code }, 'an account-linking app is saved untried');
    return false;
  }
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
      summary: 'Save the account-linking app of a connection, once the product accepts it. What is not given stays.',
      audit: 'oauth-app.saved',
      query: connectionQuery,
      body: z.object({
        [keys.oauthClientId]: z.string().trim().min(1).max(200).optional(),
        [secrets.oauthClientSecret]: z.string().trim().min(1).max(500).optional(),
      }),
      answer,
    },
    async ({ org, query, body, note }) => {
      const source = await sourceOf(deps, org.id, query.connectionId);
      const { connection } = source;
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
      const before = textOf(connection, keys.oauthClientId);
      const whole = {
        clientId: clientId ?? before,
        clientSecret:
          secret === undefined
            ? await connections.secret(org.id, connection.id, secrets.oauthClientSecret)
            : new Secret(secret),
      };
      const { clientId: id, clientSecret } = whole;
      const wasTried = id && clientSecret ? await tryClient(deps, source, { clientId: id, clientSecret }) : false;
      // Both in one: a kill in between must not leave the id of one app with the secret of another.
      const changes: Record<string, string> = clientId === undefined ? {} : { [keys.oauthClientId]: clientId };
      const sealed = secret === undefined ? {} : { [secrets.oauthClientSecret]: new Secret(secret) };
      if (!(await connections.compareAndSet(org.id, connection.id, keys.oauthClientId, before, changes, sealed)))
        throw new Problem({
          code: 'saved-meanwhile',
          message: 'Somebody else saved an app at the same moment.',
          status: 409,
          hint: 'Look at what was saved and send yours again.',
        });
      note({
        connectionId: connection.id,
        detail: { clientIdChanged: clientId !== undefined, secretChanged: secret !== undefined, tried: wasTried },
      });
      return show(deps, await sourceOf(deps, org.id, connection.id));
    },
  );
}
