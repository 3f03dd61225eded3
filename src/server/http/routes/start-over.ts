import { z } from '@hono/zod-openapi';
import type { Connection } from '../../../core/connection.ts';
import { formRevisionOf } from '../../../core/form-revision.ts';
import { Problem } from '../../../core/problem.ts';
import { keys, secrets, sourceRoutes } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { asJson, sourceOf, textOf } from '../connections.ts';
import { isProvisioning, neededSite, provisionRunning, recordConsent, startDetail } from '../provision-start.ts';
import { provisionStatus, showProvision } from '../provision-status.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery } from '../shapes.ts';

/** Typed by the person who starts over. */
const words = 'start over';

function refuse(code: string, message: string, hint: string): Problem {
  return new Problem({ code, message, status: 409, hint });
}

async function canBegin(deps: ServerDeps, connection: Connection): Promise<string> {
  const appId = textOf(connection, keys.appId);
  if (appId === null)
    throw refuse('nothing-to-start-over', 'No app was registered for this connection.', 'Start provisioning.');
  if (await isProvisioning(deps, connection)) throw provisionRunning();
  return appId;
}

function formerOf(connection: Connection): readonly object[] {
  const { formerApps } = connection.config;
  return Array.isArray(formerApps) ? (formerApps as object[]) : [];
}

/** Giving up the app of a connection and registering another one: shown first, and confirmed by typing. */
export function addStartOverRoutes(kit: RouteKit): void {
  const { deps } = kit;
  const { connections } = deps.ports;
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/start-over`,
      access: 'admin',
      summary: 'What starting provisioning over would do.',
      query: connectionQuery,
      answer: z.object({
        appId: z.string(),
        /** It is taken off the site with the saved token; where that is refused it stays until an admin removes it. */
        uninstalls: z.boolean(),
        /** Where only a person can delete the app itself. */
        appUrl: z.string(),
        does: z.array(z.string()),
        confirm: z.string().openapi({ description: 'What has to be sent to start over.' }),
      }),
    },
    async ({ org, query }) => {
      const { connection, connector } = await sourceOf(deps, org.id, query.connectionId);
      const appId = await canBegin(deps, connection);
      const isInstalled = textOf(connection, keys.installationId) !== null;
      return {
        appId,
        uninstalls: isInstalled,
        appUrl: connector.provisioner.installLink(appId),
        does: [
          isInstalled
            ? 'The app is taken off the site. Until the new one is installed nothing is read and no event arrives.'
            : 'The app is looked for on the site, and taken off if it is there.',
          'The app itself stays registered: the tool cannot delete it, a person can.',
          'Another app is registered, checked, deployed and installed; an admin consents to it anew.',
          'Target, scope and mirrored files stay as they are.',
        ],
        confirm: words,
      };
    },
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/start-over`,
      access: 'admin',
      summary: 'Give up the registered app and provision another one.',
      audit: 'provision.started-over',
      status: 202,
      body: z.object({
        connectionId: connectionId.optional(),
        confirm: z.string().max(40),
        consent: z.boolean().optional(),
      }),
      answer: provisionStatus,
    },
    async ({ org, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const appId = await canBegin(deps, connection);
      if (body.confirm !== words)
        throw refuse('not-confirmed', 'Starting over was not confirmed.', `Send confirm: "${words}".`);
      neededSite(connection);
      const former = [...formerOf(connection), { appId, uninstalled: false }];
      const started = await recordConsent(deps, connection, body, {
        [keys.appId]: null,
        [keys.installationId]: null,
        systemTokenMeta: null,
        appChecked: null,
        appDeployed: null,
        appGeneration: former.length,
        formerApps: asJson(former),
      });
      // What the old app may read it reads no more.
      await connections.wipeSecrets(org.id, connection.id, [secrets.systemToken]);
      const job = await deps.jobs.provision(org.id, connection.id, formRevisionOf(started));
      note({ connectionId: connection.id, detail: { appId, ...startDetail(started, job.jobId) } });
      return showProvision(job);
    },
  );
}
