import type { Connection, Site } from '../../core/connection.ts';
import type { StoredGrant } from '../../core/ports/grants.ts';
import type { Ports } from '../../core/ports/index.ts';
import { toProblem } from '../../core/problem.ts';
import { isDatedAhead } from '../../core/roles/event-source.ts';
import type { OAuthClient, SignIn } from '../../core/roles/sign-in.ts';
import { keys, secrets } from '../../server/contract.ts';
import type { AppUpgrade } from '../../server/http/app-upgrade.ts';
import { otherSiteOfApp } from '../../server/http/linking/site-of-app.ts';
import { broken, brokenBy, type Check, doubtful, type Finding, healthy, spanOf } from './finding.ts';

export interface ConnectionDeps {
  readonly ports: Ports;
  /** The OAuth app that the deployment has for everybody; `unknown` where one stands in for it. */
  readonly sharedOAuth: OAuthClient | 'unknown' | null;
  /** How accounts are linked; null: the product is not asked. */
  readonly signIn: Pick<SignIn, 'checkClient' | 'missingScopes' | 'consentEndsAt'> | null;
  /** What another deployment of the app would change; null where nothing, or where it cannot be told. */
  upgrade(connection: Connection): AppUpgrade | null;
  /** Callback address of linking; null: not known. */
  readonly callbackUrl: string | null;
  now(): number;
}

interface TokenMeta {
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** The app delivers a fresh token every hour. */
const TOKEN_DOUBTFUL_MS = 2 * 3_600_000;
/** A month, so that whoever looks once a month is told in time. */
const CONSENT_DOUBTFUL_MS = 31 * 24 * 3_600_000;
const EVENTS_WAIT_MS = 10 * 60_000;

export function textIn(connection: Connection, key: string): string | null {
  const value = connection.config[key];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

export function objectIn<Shape>(connection: Connection, key: string): Shape | null {
  const value = connection.config[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as unknown as Shape) : null;
}

/** Something was mirrored, or was to be: what is missing now is broken and not only unfinished. */
export const isLive = (connection: Connection): boolean => objectIn(connection, 'firstSync') !== null;

/** Not there: unfinished during the setup, broken afterwards. */
export function missing(connection: Connection, name: string, trouble: Omit<Finding, 'name' | 'state'>): Finding {
  return isLive(connection) ? broken(name, trouble) : doubtful(name, trouble);
}

async function clientOf(connection: Connection, deps: ConnectionDeps): Promise<OAuthClient | 'unknown' | null> {
  const clientId = textIn(connection, keys.oauthClientId);
  if (clientId === null) return deps.sharedOAuth;
  const { orgId, id } = connection;
  const clientSecret = await deps.ports.connections.secret(orgId, id, secrets.oauthClientSecret);
  return clientSecret && { clientId, clientSecret };
}

async function lookAtOAuthApp(connection: Connection, deps: ConnectionDeps): Promise<Finding> {
  const own = textIn(connection, keys.oauthClientId);
  const client = await clientOf(connection, deps);
  if (client === null)
    return missing(connection, 'oauth-app', {
      what: own === null ? 'No OAuth app is saved.' : 'The client id of the OAuth app is saved, its secret is not.',
      why: 'Without it no account can be linked, and a linked one cannot be renewed.',
      next: 'Save the OAuth app in the first step of the setup.',
    });
  const whose = own === null ? 'The one of the whole deployment' : 'The connection has its own';
  if (client === 'unknown' || deps.signIn === null || deps.callbackUrl === null)
    return healthy('oauth-app', `${whose}; it was not tried.`);
  try {
    await deps.signIn.checkClient(client, deps.callbackUrl);
    return healthy('oauth-app', `${whose}; its id and secret are accepted.`);
  } catch (error) {
    const problem = toProblem(error);
    // That the product does not answer is a finding of its own.
    if (problem.code !== 'oauth_client_rejected') return healthy('oauth-app', `${whose}; it could not be tried now.`);
    return brokenBy('oauth-app', error, 'Without it no account can be linked, and a linked one cannot be renewed.');
  }
}

async function lookAtScopes(grant: StoredGrant, { ports, signIn }: ConnectionDeps): Promise<Finding> {
  if (signIn === null) return healthy('account-scopes', 'Not compared.');
  const { expiresAt, scopes } = grant;
  const lacking = signIn.missingScopes({ expiresAt, scopes, ...(await ports.grants.tokens(grant.orgId, grant.id)) });
  if (lacking.length === 0) return healthy('account-scopes', 'The link has every scope.');
  return broken('account-scopes', {
    what: `The link of the account ${grant.accountName} lacks scopes: ${lacking.join(', ')}.`,
    why: 'Sites cannot be listed, or the link ends after an hour.',
    next: 'Add the scopes to the OAuth app in its console, then link the account again in the setup.',
  });
}

function lookAtConsent(grant: StoredGrant, { signIn, now }: ConnectionDeps): Finding {
  const linked = `Linked as ${grant.accountName}`;
  if (signIn === null) return healthy('account', `${linked}.`);
  const endsAt = signIn.consentEndsAt(grant);
  if (Date.parse(endsAt) - now() > CONSENT_DOUBTFUL_MS) return healthy('account', `${linked}, until ${endsAt}.`);
  return doubtful('account', {
    what: `The link of the account ${grant.accountName} ends at ${endsAt}.`,
    why: 'The product wants consent anew after a time. From then on sites and scope cannot be chosen with it.',
    next: 'Link the account again in the setup before that.',
  });
}

async function lookAtAccount(connection: Connection, deps: ConnectionDeps): Promise<Finding | readonly Finding[]> {
  const grant = await deps.ports.grants.forConnection(connection.orgId, connection.id);
  if (grant?.state === 'valid') return [lookAtConsent(grant, deps), await lookAtScopes(grant, deps)];
  if (grant)
    return broken('account', {
      what: `The link of the account ${grant.accountName} has ended.`,
      why: 'Sites and scope can no longer be chosen with it.',
      next: 'Link the account again in the setup.',
    });
  return missing(connection, 'account', {
    what: 'No account is linked.',
    why: 'It shows who may choose the site.',
    next: 'Link an account in the setup.',
  });
}

function lookAtVersion(connection: Connection, { upgrade }: ConnectionDeps): Finding {
  const due = upgrade(connection);
  if (due === null) return healthy('app-version', 'As this build would deploy it.');
  const next = 'Provision the app again in the setup, and let an admin of the site consent to what is new.';
  if (due.changed.includes('origin'))
    return broken('app-version', {
      what: `The installed app calls ${due.from}; this deployment is reached at ${due.to}.`,
      why: 'No events and no tokens arrive here.',
      next,
    });
  return doubtful('app-version', {
    what: 'The installed app asks for other scopes or events than this build would.',
    why: 'Some content cannot be read, or some changes are found by the sweep alone.',
    next,
  });
}

/** Content must never come from another site than the one that people linked and look at. */
function lookAtPlace(connection: Connection): Finding {
  const site = objectIn<Site>(connection, 'site');
  const other = site && otherSiteOfApp(connection, site);
  if (!site || other === null) return healthy('app', 'Installed.');
  return broken('app', {
    what: `The app is installed on another site (${other}) than the linked one (${site.name}).`,
    why: 'What people chose on the one site is looked for on the other.',
    next: 'Disconnect, then add a connection for each site and link the account there before the app is installed.',
  });
}

function lookAtApp(connection: Connection, deps: ConnectionDeps): readonly Finding[] {
  const { now } = deps;
  const gone = textIn(connection, 'appGoneAt');
  const installed = textIn(connection, keys.installationId);
  if (installed === null)
    return [
      gone === null
        ? missing(connection, 'app', {
            what: 'The app is not installed on the site.',
            why: 'Pages are read as the app, and events come from it.',
            next: 'Install or provision the app in the setup.',
          })
        : broken('app', {
            what: `The app was taken off the site at ${gone}.`,
            why: 'Nothing can be read any more; the mirror stays as it is.',
            next: 'Install it again in the setup, or disconnect.',
          }),
    ];
  const app = [lookAtPlace(connection), lookAtVersion(connection, deps)];
  const meta = objectIn<TokenMeta>(connection, 'systemTokenMeta');
  const why = 'Pages are read with it. The app sends a fresh one every hour to the public address.';
  const next = 'Check that the public address is reachable from the internet, and that the app is still installed.';
  if (meta === null)
    return [...app, missing(connection, 'app-token', { what: 'The app has not sent its token yet.', why, next })];
  const age = now() - Date.parse(meta.issuedAt);
  if (isDatedAhead(meta, now()))
    return [
      ...app,
      broken('app-token', {
        what: `The token that is kept says that it was issued in the future, at ${meta.issuedAt}.`,
        why: `${why} None that is genuine comes from the future, and nothing can be read with another.`,
        next: 'Check the clock of this machine. The next token of the app takes its place; look again in an hour.',
      }),
    ];
  const what = `The newest token came ${spanOf(age)} ago`;
  if (Date.parse(meta.expiresAt) <= now())
    return [...app, broken('app-token', { what: `${what} and has run out.`, why, next })];
  if (age > TOKEN_DOUBTFUL_MS) return [...app, doubtful('app-token', { what: `${what}.`, why, next })];
  return [...app, healthy('app-token', `${what}.`)];
}

async function lookAtEvents(connection: Connection, { ports, now }: ConnectionDeps): Promise<readonly Finding[]> {
  const { orgId, id } = connection;
  const last = await ports.journal.lastReceivedAt(orgId, id);
  const events =
    last === null && isLive(connection)
      ? doubtful('last-event', {
          what: 'No event has ever arrived.',
          why: 'Changes are found by the sweep alone, up to an hour late.',
          next: 'Check that the public address is reachable from the internet; then edit a page and look again.',
        })
      : healthy('last-event', last === null ? 'Expected once the mirror is live.' : `Arrived at ${last}.`);
  const held =
    connection.config.paused === true || objectIn<{ state: string }>(connection, 'guard')?.state === 'waiting';
  const [oldest] = isLive(connection) && !held ? await ports.journal.pending(orgId, id, 1) : [];
  const waited = oldest ? now() - Date.parse(oldest.receivedAt) : 0;
  if (waited <= EVENTS_WAIT_MS) return [events, healthy('events-waiting', 'None waits for long.')];
  return [
    events,
    doubtful('events-waiting', {
      what: `Events have waited for ${spanOf(waited)}.`,
      why: 'No worker takes them, or runs keep failing.',
      next: 'Check that a worker runs (ctxpipe worker, or ctxpipe start without --role server), and the last run.',
    }),
  ];
}

/** From the account to the app's last word. */
export function sourceChecks(connection: Connection, deps: ConnectionDeps): readonly Check[] {
  const { id, name } = connection;
  const about = { connection: { id, name } };
  return [
    { ...about, name: 'oauth-app', look: () => lookAtOAuthApp(connection, deps) },
    { ...about, name: 'account', look: () => lookAtAccount(connection, deps) },
    { ...about, name: 'app', look: async () => lookAtApp(connection, deps) },
    { ...about, name: 'last-event', look: () => lookAtEvents(connection, deps) },
  ];
}
