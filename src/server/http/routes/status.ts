import { z } from '@hono/zod-openapi';
import type { Connection, Site, Target } from '../../../core/connection.ts';
import { setupState } from '../../../setup/state.ts';
import { keys, sourceRoutes } from '../../contract.ts';
import { upgradeOf } from '../app-upgrade.ts';
import { type Alert, type Guard, objectOf, sourceOf, textOf } from '../connections.ts';
import { watchInstall } from '../install-watch.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { collectFacts } from '../setup-facts.ts';
import { connectionQuery, proposal, run, scopeProblem, site, target } from '../shapes.ts';
import { watchToken } from '../token-watch.ts';

const step = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  state: z.enum(['done', 'current', 'blocked', 'waiting', 'skipped']),
  blockedBy: z.array(z.string()),
  who: z.enum(['operator', 'site-admin', 'reviewer', 'system']).nullable(),
});

const token = z.object({
  issuedAt: z.string(),
  expiresAt: z.string(),
  expired: z.boolean(),
  /** Why no newer one has come, where it has run out. */
  cause: z.object({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
});

const answer = z
  .object({
    connectionId: z.string(),
    product: z.string(),
    current: z.string(),
    next: z.string(),
    steps: z.array(step),
    site: site.nullable(),
    installUrl: z.string().nullable(),
    installLink: z.string().nullable(),
    account: z.object({ name: z.string(), state: z.enum(['valid', 'reauth-required']) }).nullable(),
    pendingClaim: z.object({ id: z.string(), expiresAt: z.string() }).nullable(),
    target: target.nullable(),
    proposal: proposal.nullable(),
    paused: z.boolean(),
    disconnecting: z.boolean(),
    /** Where the mirror is being moved to. */
    movingTo: target.nullable(),
    /** A run that would remove many files waits for an answer. */
    guard: z
      .object({ state: z.string(), runId: z.string(), removals: z.number().int(), of: z.number().int() })
      .nullable(),
    scopeProblem,
    /** Why the connection was stopped until a person decides. */
    alert: z.object({ code: z.string(), message: z.string(), hint: z.string(), at: z.string() }).nullable(),
    /** The mirror's own pull request, where the branch takes nothing else. */
    mirrorPullRequest: z.object({ number: z.number().int(), url: z.string(), branch: z.string() }).nullable(),
    /** An install that is waited for, and what may keep it from being noticed. */
    install: z
      .object({
        since: z.string(),
        hints: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string() })),
      })
      .nullable(),
    /** The app must be deployed anew, and an admin of the site consents to what is new (`installLink`). */
    upgrade: z
      .object({
        changed: z.array(z.enum(['origin', 'scopes'])),
        from: z.string(),
        to: z.string(),
      })
      .nullable(),
    /** Apps that were given up, and whether they left the site. */
    formerApps: z.array(z.object({ appId: z.string(), uninstalled: z.boolean() })),
    /** When the app was taken off the site. */
    appGoneAt: z.string().nullable(),
    systemToken: token.nullable(),
    lastEventAt: z.string().nullable(),
    pendingEvents: z.number().int(),
    /** When everything was last compared with the source. */
    lastSweepAt: z.string().nullable(),
    /** Pages of which a newer version is known than the mirror holds: changed and not yet read, or reading failed. */
    pagesBehind: z.number().int(),
    lastRun: run.nullable(),
    pages: z.number().int(),
  })
  .openapi('SetupStatus');

function formerAppsOf({ config }: Connection): { appId: string; uninstalled: boolean }[] {
  return Array.isArray(config.formerApps) ? (config.formerApps as { appId: string; uninstalled: boolean }[]) : [];
}

/** One answer to "where does this connection stand and who acts next". */
export function addStatusRoute(kit: RouteKit): void {
  const { deps } = kit;
  const { ports } = deps;
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/status`,
      access: 'member',
      summary: 'Where the setup of a connection stands, and what happens next.',
      query: connectionQuery,
      answer,
    },
    async ({ org, query }) => {
      const { connection, connector } = await sourceOf(deps, org.id, query.connectionId);
      const { id } = connection;
      const [facts, grant, claim, runs, lastEventAt, pendingEvents, lastSweepAt, changed, failed, pages, install] =
        await Promise.all([
          collectFacts(deps, connection),
          ports.grants.forConnection(org.id, id),
          ports.grants.pendingClaim(org.id, id),
          ports.runs.list(org.id, id, 1),
          ports.journal.lastReceivedAt(org.id, id),
          ports.journal.countPending(org.id, id),
          ports.runs.lastSweepAt(org.id, id),
          ports.journal.countPendingPages(org.id, id),
          ports.ledger.list(org.id, id, { state: 'failed', limit: 1 }),
          ports.ledger.list(org.id, id, { state: 'mirrored', limit: 1 }),
          watchInstall(deps, connection),
        ]);
      const setup = setupState(facts);
      const appId = textOf(connection, keys.appId);
      const systemToken = await watchToken(deps, { connection, connector }, lastEventAt);
      return {
        connectionId: id,
        product: connector.guide.name,
        current: setup.current,
        next: setup.next,
        steps: setup.steps.map((one) => ({
          ...one,
          blockedBy: [...one.blockedBy],
          title: connector.guide.steps[one.id]?.title ?? one.id,
          help: connector.guide.steps[one.id]?.help ?? '',
        })),
        site: objectOf<Site>(connection, 'site'),
        installUrl: facts.installUrl,
        installLink: appId && connector.provisioner.installLink(appId),
        account: grant && { name: grant.accountName, state: grant.state },
        pendingClaim: claim && { id: claim.id, expiresAt: claim.expiresAt },
        target: objectOf<Target>(connection, 'target'),
        proposal: objectOf<z.input<typeof proposal>>(connection, 'proposal'),
        paused: connection.config.paused === true,
        disconnecting: connection.config.disconnecting === true,
        movingTo: objectOf<{ to: Target }>(connection, 'moving')?.to ?? null,
        guard: objectOf<Guard>(connection, 'guard'),
        scopeProblem: objectOf<z.input<typeof scopeProblem>>(connection, 'scopeProblem'),
        alert: objectOf<Alert>(connection, 'alert'),
        mirrorPullRequest: objectOf<{ number: number; url: string; branch: string }>(connection, 'mirrorPullRequest'),
        install: install && { ...install, hints: [...install.hints] },
        upgrade: upgradeOf(connection, connector, deps.settings.publicOrigin),
        formerApps: formerAppsOf(connection),
        appGoneAt: textOf(connection, 'appGoneAt'),
        systemToken: systemToken && { ...systemToken, cause: systemToken.cause && { ...systemToken.cause } },
        lastEventAt,
        pendingEvents,
        lastSweepAt,
        pagesBehind: changed + failed.total,
        lastRun: runs[0] ?? null,
        pages: pages.total,
      };
    },
  );
}
