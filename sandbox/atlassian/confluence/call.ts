import type { MiddlewareHandler } from 'hono';
import { authenticate, type Principal } from '../oauth/principal.ts';
import type { AtlassianState } from '../state.ts';
import type { Call, ConfluenceEnv } from './env.ts';
import type { Item } from './item.ts';
import { chargePoints, refuseOverBudget } from './points.ts';
import { refuse } from './problems.ts';
import type { Reader } from './visibility.ts';

function readerOf(principal: Principal): Reader {
  if (principal.kind === 'app') return { kind: 'app', appId: principal.appId };
  const groups = principal.user.siteAdmin ? ['confluence-users', 'site-admins'] : ['confluence-users'];
  return { kind: 'person', accountId: principal.user.accountId, groups };
}

/** Account id of whoever calls; an app's own for an app. */
export function actorOf(principal: Principal): string {
  return principal.kind === 'app' ? principal.appId : principal.user.accountId;
}

/**
 * Who may call. Behind the gateway: OAuth, app and API tokens; on the site itself only e-mail and API token, since an
 * OAuth token is never accepted there. A site without Confluence, or one that the token is not for, is 404.
 */
export function admitCallers(state: AtlassianState): MiddlewareHandler<ConfluenceEnv> {
  return async (c, next) => {
    c.env.exchange.service = 'confluence';
    const cloudId = c.req.param('cloudId');
    const site =
      cloudId === undefined ? state.sites[0] : state.sites.find((candidate) => candidate.cloudId === cloudId);
    const principal = authenticate(state, c.req.header('authorization'));
    if (principal === 'expired' && state.settings.expiredTokenIs404)
      return refuse(c, c.req.path.includes('/api/v2/') ? 404 : 403);
    if (typeof principal === 'string') return c.json({ code: 401, message: 'Unauthorized' }, 401);
    if (cloudId === undefined && principal.kind !== 'person')
      return c.json({ code: 401, message: 'Unauthorized' }, 401);
    const foreign = principal.kind !== 'person' && !principal.cloudIds.includes(cloudId ?? '');
    const store = site && state.content.get(site.cloudId);
    if (!site?.confluenceActive || !store || foreign) return refuse(c, 404);
    c.set('call', { state, site, store, principal, reader: readerOf(principal) });
    const overBudget = refuseOverBudget(c);
    if (overBudget) return overBudget;
    c.env.exchange.points = 1;
    await next();
    chargePoints(c);
  };
}

const classic =
  /^(read|write|search|readonly|manage):confluence-|^search:confluence$|^readonly:content\.attachment:confluence$/;

/**
 * Lets through who holds all scopes of one of the alternatives; people with API tokens hold all. A token that mixes
 * classic and granular scopes and lacks one is told 401 "scope does not match" (CONFCLOUD-75668), others 403.
 */
export function needsScope(...alternatives: readonly (string | readonly string[])[]): MiddlewareHandler<ConfluenceEnv> {
  return async (c, next) => {
    const { principal } = c.get('call');
    if (principal.kind === 'person') return next();
    const held = new Set(principal.scopes);
    if (alternatives.some((wanted) => [wanted].flat().every((scope) => held.has(scope)))) return next();
    const confluence = principal.scopes.filter((scope) => /confluence/.test(scope));
    const mixed = confluence.some((scope) => classic.test(scope)) && confluence.some((scope) => !classic.test(scope));
    if (mixed) return c.json({ code: 401, message: 'Unauthorized; scope does not match' }, 401);
    return c.json({ code: 403, message: 'The app is not authorized for the scopes of this operation' }, 403);
  };
}

/** The item of an id where the caller may see it and its kind is one of `kinds`. Invisible is as good as absent. */
export function findItem(call: Call, id: string, kinds: readonly Item['kind'][]): Item | undefined {
  const item = call.store.items.get(id);
  if (!item || !kinds.includes(item.kind) || !call.store.mayRead(item, call.reader)) return undefined;
  return item;
}
