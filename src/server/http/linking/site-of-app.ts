import type { Connection, Site } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import { keys } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { objectOf, textOf } from '../connections.ts';

/** No site of a linked account is known yet. */
export function siteNotLinked(): Problem {
  return new Problem({
    code: 'site-not-linked',
    message: 'No site is linked to this connection yet.',
    status: 409,
    hint: 'Link the account and choose its site first.',
  });
}

/** Id of the site whose content the app's own token opens; it ends the address that was delivered with the token. */
function idInToken(connection: Connection): string | null {
  const address = objectOf<{ apiBaseUrl?: unknown }>(connection, 'systemTokenMeta')?.apiBaseUrl;
  if (typeof address !== 'string' || !URL.canParse(address)) return null;
  return /^\/ex\/[^/]+\/([^/]+)\/?$/.exec(new URL(address).pathname)?.[1] ?? null;
}

/**
 * Where the app of a connection stands when that is another site than this one: its host, or its id where only that
 * is known. Null: it is this site, or nothing says which.
 */
export function otherSiteOfApp(connection: Connection, site: Site): string | null {
  const host = textOf(connection, keys.siteHost)?.toLowerCase() ?? null;
  const hostIsOther = host !== null && URL.canParse(site.url) && new URL(site.url).hostname.toLowerCase() !== host;
  const id = idInToken(connection);
  // What the token opens is where the app is; the host is only where it was sent.
  if (id !== null) return id === site.id ? null : hostIsOther ? host : id;
  return hostIsOther ? host : null;
}

/** Whether an app stands, or is being put, on a site for this connection. */
export async function hasAppOnSite(deps: ServerDeps, connection: Connection): Promise<boolean> {
  if (textOf(connection, keys.installationId) || objectOf(connection, 'systemTokenMeta')) return true;
  // Registered with the host of a site: the install may have worked and its event be under way.
  const isGone = textOf(connection, 'appGoneAt') !== null;
  if (!isGone && textOf(connection, keys.appId) && textOf(connection, keys.siteHost)) return true;
  return (await deps.ports.provisions.current(connection.orgId, connection.id)).status === 'running';
}

/** What keeps a connection from being held by this site; null where nothing does. */
export async function refusalOfSite(deps: ServerDeps, connection: Connection, site: Site): Promise<Problem | null> {
  const before = objectOf<Site>(connection, 'site');
  if (before?.id === site.id || !(await hasAppOnSite(deps, connection))) return null;
  const where = before?.name ?? otherSiteOfApp(connection, site);
  if (where === null) return null;
  return new Problem({
    code: 'site-pinned',
    message: `The app of this connection is on ${where}, or being put there; a connection stays with its site.`,
    status: 409,
    hint: `Choose ${where}, or add another connection for ${site.name}.`,
  });
}
