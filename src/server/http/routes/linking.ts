import { z } from '@hono/zod-openapi';
import type { Site } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import { oauthAppRoute, sourceRoutes } from '../../contract.ts';
import { notFound, personOf } from '../access.ts';
import { asJson, objectOf, sourceOf } from '../connections.ts';
import { connectionOfClaim } from '../leaving.ts';
import { accessTokenOf, neededGrant, neededOAuthClient } from '../linking/grant-access.ts';
import { beginRoundTrip } from '../linking/pending.ts';
import { replaceGrant } from '../linking/replace-grant.ts';
import { refusalOfSite } from '../linking/site-of-app.ts';
import { safeReturnPath } from '../return-path.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery, site } from '../shapes.ts';
import { callbackUrlOf } from './oauth-app.ts';

function addAuthorize(kit: RouteKit): void {
  const { deps } = kit;
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${oauthAppRoute}/authorize`,
      access: 'admin',
      summary: 'Sends the browser to the product to link an account (302).',
      whileLeaving: 'no',
      query: connectionQuery.extend({ returnTo: z.string().max(2000).optional() }),
      answer: z.unknown(),
    },
    async ({ c, org, caller, query }) => {
      const source = await sourceOf(deps, org.id, query.connectionId);
      const client = await neededOAuthClient(deps, source);
      const { state, codeChallenge } = await beginRoundTrip(c, deps, {
        orgId: org.id,
        caller,
        connectionId: source.connection.id,
        returnTo: safeReturnPath(query.returnTo, `/${org.slug}`),
      });
      const redirectUri = callbackUrlOf(deps);
      return c.redirect(
        source.connector.signIn.authorizeUrl({ clientId: client.clientId, redirectUri, state, codeChallenge }),
        302,
      );
    },
  );
}

function addSites(kit: RouteKit): void {
  const { deps } = kit;
  const answer = z.object({ sites: z.array(site), chosen: site.nullable() });

  async function sitesOf(orgId: string, id: string | undefined) {
    const source = await sourceOf(deps, orgId, id);
    const token = await accessTokenOf(deps, source, await neededGrant(deps, source));
    return { source, sites: await source.connector.signIn.sites(token) };
  }

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/sites`,
      access: 'admin',
      summary: 'Sites that the linked account may connect.',
      query: connectionQuery,
      answer,
    },
    async ({ org, query }) => {
      const { source, sites } = await sitesOf(org.id, query.connectionId);
      return { sites: [...sites], chosen: objectOf<Site>(source.connection, 'site') };
    },
  );

  orgRoute(
    kit,
    {
      method: 'put',
      path: `${sourceRoutes}/site`,
      access: 'admin',
      summary: 'Choose the site. It is held by its id from then on.',
      audit: 'site.chosen',
      body: z.object({ connectionId: connectionId.optional(), siteId: z.string().max(200) }),
      answer,
    },
    async ({ org, body, note }) => {
      const { source, sites } = await sitesOf(org.id, body.connectionId);
      const { connection } = source;
      const chosen = sites.find(({ id }) => id === body.siteId);
      if (!chosen) throw notFound('The site');
      const refusal = await refusalOfSite(deps, connection, chosen);
      if (refusal) throw refusal;
      await deps.ports.connections.patch(org.id, connection.id, { site: asJson(chosen) });
      note({ connectionId: connection.id, detail: { siteId: chosen.id } });
      return { sites: [...sites], chosen };
    },
  );
}

function addClaims(kit: RouteKit): void {
  const { deps } = kit;
  const { grants } = deps.ports;
  const gone = () =>
    new Problem({
      code: 'claim-gone',
      message: 'This claim was settled, or it is older than fifteen minutes.',
      status: 404,
      hint: 'Link the account again.',
    });
  const params = z.object({ id: z.string().max(100) });

  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/pending-claim/{id}/confirm`,
      access: 'admin',
      summary: 'Take over an account that another connection holds.',
      audit: 'account.claimed',
      params,
      answer: z.object({ connectionId: z.string(), accountName: z.string() }),
    },
    async ({ org, caller, params: { id }, note }) => {
      const person = personOf(caller);
      const claiming = await connectionOfClaim(deps, org.id, id);
      if (!claiming) throw gone();
      const source = await sourceOf(deps, org.id, claiming.id);
      const { grant, former } = await replaceGrant(deps, source, () => grants.confirmClaim(org.id, id, person.userId));
      if (!grant) throw gone();
      const { accountId, accountName } = grant;
      note({ connectionId: grant.connectionId, detail: { accountId, accountName, ...former } });
      if (!objectOf<Site>(source.connection, 'site')) {
        const sites = await source.connector.signIn.sites(await accessTokenOf(deps, source, grant));
        if (sites.length === 1 && !(await refusalOfSite(deps, source.connection, sites[0]!))) {
          const fields = { site: asJson(sites[0]!) };
          await deps.ports.connections.compareAndSet(org.id, grant.connectionId, 'site', null, fields);
        }
      }
      return { connectionId: grant.connectionId, accountName: grant.accountName };
    },
  );

  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/pending-claim/{id}/cancel`,
      access: 'admin',
      summary: 'Leave the account where it is.',
      audit: 'account.claim-cancelled',
      params,
      answer: z.object({ cancelled: z.literal(true) }),
    },
    async ({ org, caller, params: { id } }) => {
      if (!(await grants.cancelClaim(org.id, id, personOf(caller).userId))) throw gone();
      return { cancelled: true as const };
    },
  );
}

/** Linking a person's account: leaving for the product, choosing a site, settling a claim. */
export function addLinkingRoutes(kit: RouteKit): void {
  addAuthorize(kit);
  addSites(kit);
  addClaims(kit);
}
