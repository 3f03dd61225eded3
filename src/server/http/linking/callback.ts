import type { Site } from '../../../core/connection.ts';
import type { PendingSignIn } from '../../../core/ports/grants.ts';
import { Problem, toProblem } from '../../../core/problem.ts';
import type { Grant } from '../../../core/roles/sign-in.ts';
import { returnRoutes } from '../../contract.ts';
import { callerOf, notFound } from '../access.ts';
import { hasRole } from '../auth/actor.ts';
import { roleIn } from '../auth/organizations.ts';
import type { AppContext } from '../call.ts';
import { asJson, objectOf, type SourceConnection, sourceOf } from '../connections.ts';
import { leavingFiles } from '../leaving.ts';
import { withParameter } from '../return-path.ts';
import { callbackUrlOf } from '../routes/oauth-app.ts';
import type { RouteKit } from '../routes.ts';
import { neededOAuthClient } from './grant-access.ts';
import { endRoundTrip } from './pending.ts';
import { type FormerAccount, replaceGrant } from './replace-grant.ts';
import { refusalOfSite } from './site-of-app.ts';

/** What the setup is told when the person comes back; names of a fixed list only. */
type Outcome =
  | { readonly linked: { readonly accountId: string; readonly accountName: string } & Partial<FormerAccount> }
  | { readonly claim: string }
  | { readonly failed: 'missing_scope'; readonly scopes: readonly string[] }
  | { readonly failed: 'access_denied' | 'no_site' | 'other_site' | 'not_accepted' | 'disconnecting' };

async function stillAllowed(kit: RouteKit, c: AppContext, pending: PendingSignIn): Promise<void> {
  const caller = await callerOf(c, kit.identity);
  const role = caller && (await roleIn(kit.identity, pending.orgId, caller));
  if (!role || !hasRole(role, 'admin')) throw notFound('The connection');
}

async function checkIssuer(c: AppContext, source: SourceConnection): Promise<void> {
  const given = c.req.query('iss');
  if (given === undefined) return;
  const own = source.connector.signIn.authorizeUrl({ clientId: '', redirectUri: '', state: '', codeChallenge: '' });
  if (URL.canParse(given) && new URL(given).origin === new URL(own).origin) return;
  throw new Problem({ code: 'link-issuer-other', message: 'The answer names another issuer.', status: 400 });
}

async function keep(kit: RouteKit, pending: PendingSignIn, source: SourceConnection, grant: Grant): Promise<Outcome> {
  const { grants, connections } = kit.deps.ports;
  const { orgId, connectionId, userId } = pending;
  const lacking = source.connector.signIn.missingScopes(grant);
  if (lacking.length > 0) return { failed: 'missing_scope', scopes: lacking };
  const account = await source.connector.signIn.account(grant.accessToken);
  const sites = await source.connector.signIn.sites(grant.accessToken);
  if (sites.length === 0) return { failed: 'no_site' };
  const pinned = objectOf<Site>(source.connection, 'site');
  if (pinned && !sites.some(({ id }) => id === pinned.id)) return { failed: 'other_site' };
  const refusals = await Promise.all(sites.map((site) => refusalOfSite(kit.deps, source.connection, site)));
  if (!refusals.includes(null)) return { failed: 'other_site' };
  const fields = {
    connectionId,
    userId,
    accountId: account.id,
    accountName: account.name,
    scopes: grant.scopes,
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken,
  };
  if (await grants.heldElsewhere(account.id, orgId, connectionId)) {
    const claim = await grants.createClaim({ ...fields, orgId, grantExpiresAt: grant.expiresAt });
    return { claim: claim.id };
  }
  const { former } = await replaceGrant(kit.deps, source, () =>
    grants.save(orgId, { ...fields, expiresAt: grant.expiresAt }),
  );
  const renamed =
    pinned && sites.find(({ id, name, url }) => id === pinned.id && (name !== pinned.name || url !== pinned.url));
  if (renamed) await connections.patch(orgId, connectionId, { site: asJson(renamed) });
  if (!pinned && sites.length === 1) {
    await connections.compareAndSet(orgId, connectionId, 'site', null, { site: asJson(sites[0]!) });
  }
  return { linked: { accountId: account.id, accountName: account.name, ...former } };
}

async function finish(kit: RouteKit, c: AppContext, pending: PendingSignIn): Promise<Outcome> {
  const source = await sourceOf(kit.deps, pending.orgId, pending.connectionId);
  await checkIssuer(c, source);
  // Saved now, it would outlive what is being wiped.
  if (leavingFiles(source.connection) !== null) return { failed: 'disconnecting' };
  const code = c.req.query('code');
  if (!code) return { failed: c.req.query('error') === 'access_denied' ? 'access_denied' : 'not_accepted' };
  const client = await neededOAuthClient(kit.deps, source);
  try {
    const grant = await source.connector.signIn.exchange(client, {
      code,
      redirectUri: callbackUrlOf(kit.deps),
      codeVerifier: pending.codeVerifier.reveal(),
    });
    return await keep(kit, pending, source, grant);
  } catch (error) {
    const problem = toProblem(error);
    if (problem.code === 'internal') throw error;
    kit.deps.log.warn({ code: problem.code, connectionId: pending.connectionId }, 'Linking an account failed');
    return { failed: 'not_accepted' };
  }
}

function addressAfter(pending: PendingSignIn, outcome: Outcome): string {
  if ('linked' in outcome) return withParameter(pending.returnTo, 'linked', 'true');
  if ('claim' in outcome) return withParameter(pending.returnTo, 'claim', outcome.claim);
  const address = withParameter(pending.returnTo, 'linkError', outcome.failed);
  return outcome.failed === 'missing_scope' ? withParameter(address, 'missing', outcome.scopes.join(' ')) : address;
}

/** The one address to which people come back from the product after linking an account. */
export function addLinkCallback(kit: RouteKit): void {
  kit.app.use(returnRoutes.oauthCallback, kit.limits.callback);
  kit.app.get(returnRoutes.oauthCallback, async (c) => {
    const caller = await callerOf(c, kit.identity);
    const pending = await endRoundTrip(c, kit.deps, caller, c.req.query('state'));
    await stillAllowed(kit, c, pending);
    const outcome = await finish(kit, c, pending);
    await kit.deps.ports.audit.append(pending.orgId, {
      actorId: pending.userId,
      action:
        'claim' in outcome ? 'account.claim-asked' : 'linked' in outcome ? 'account.linked' : 'account.link-failed',
      connectionId: pending.connectionId,
      detail: {
        ...('linked' in outcome ? outcome.linked : {}),
        ...('failed' in outcome ? { why: outcome.failed } : {}),
        ...('scopes' in outcome ? { missing: outcome.scopes.join(' ') } : {}),
      },
      ip: c.get('clientAddress'),
      requestId: c.get('requestId'),
    });
    return c.redirect(addressAfter(pending, outcome), 302);
  });
}
