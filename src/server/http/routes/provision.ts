import { z } from '@hono/zod-openapi';
import type { Connection, Provision } from '../../../core/connection.ts';
import { formRevisionOf, savedMeanwhile } from '../../../core/form-revision.ts';
import { Problem } from '../../../core/problem.ts';
import { keys, secrets, sourceRoutes } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { sourceOf, textOf } from '../connections.ts';
import { changesForm, checkHost, credentialsOf, missing, provisionForm, saveProvisionForm } from '../provision-form.ts';
import { isProvisioning, neededSite, provisionRunning, recordConsent, startDetail } from '../provision-start.ts';
import { provisionStatus, showProvision } from '../provision-status.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery } from '../shapes.ts';

function addForm(kit: RouteKit): void {
  const { deps } = kit;
  const shown = z.object({
    email: z.string().nullable(),
    siteHost: z.string().nullable(),
    developerSpaceId: z.string().nullable(),
    tokenSaved: z.boolean(),
    consentAt: z.string().nullable(),
    instantDelete: z.boolean(),
  });
  const show = async (connection: Connection) => ({
    email: textOf(connection, keys.email),
    siteHost: textOf(connection, keys.siteHost),
    developerSpaceId: textOf(connection, keys.developerSpaceId),
    tokenSaved: await deps.ports.connections.hasSecret(connection.orgId, connection.id, secrets.apiToken),
    consentAt: textOf(connection, keys.consentAt),
    instantDelete: connection.config.instantDelete === true,
  });
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/credentials`,
      access: 'admin',
      summary: 'What the provisioning form holds, without the token.',
      query: connectionQuery,
      answer: shown,
    },
    async ({ org, query }) => show((await sourceOf(deps, org.id, query.connectionId)).connection),
  );
  orgRoute(
    kit,
    {
      method: 'put',
      path: `${sourceRoutes}/credentials`,
      access: 'admin',
      summary:
        'Save the provisioning form. What is not given stays; credentials are tried before they are saved, and the token is never shown. Another e-mail address ends the consent to the terms; nothing is changed while a job runs.',
      audit: 'provision.credentials-saved',
      body: provisionForm,
      answer: shown,
    },
    async ({ org, body, note }) => {
      const source = await sourceOf(deps, org.id, body.connectionId);
      note({ connectionId: source.connection.id, detail: { tokenChanged: body.scopedApiToken !== undefined } });
      return show(await saveProvisionForm(deps, source, body, 'tested'));
    },
  );
}

function addDeveloperSpaces(kit: RouteKit): void {
  const { deps } = kit;
  const developerSpace = z.object({ id: z.string(), name: z.string() });
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/developer-spaces`,
      access: 'admin',
      summary: 'Spaces of the saved account that an app can be registered in.',
      query: connectionQuery,
      answer: z.array(developerSpace),
    },
    async ({ org, query }) => {
      const { connection, connector } = await sourceOf(deps, org.id, query.connectionId);
      return [...(await connector.provisioner.developerSpaces(await credentialsOf(deps, connection)))];
    },
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/developer-spaces`,
      access: 'admin',
      summary: 'Make a space to register the app in. Its creator becomes its billing admin.',
      audit: 'provision.developer-space-created',
      status: 201,
      body: z.object({ connectionId: connectionId.optional(), name: z.string().trim().min(1).max(60) }),
      answer: developerSpace,
    },
    async ({ org, body, note }) => {
      const { connection, connector } = await sourceOf(deps, org.id, body.connectionId);
      const credentials = await credentialsOf(deps, connection);
      const { id } = await connector.provisioner.createDeveloperSpace(credentials, body.name);
      note({ connectionId: connection.id, detail: { developerSpaceId: id } });
      return { id, name: body.name };
    },
  );
}

const provisionBody = provisionForm.extend({
  /** The vendor's terms and possible usage billing were shown and accepted. */
  consent: z.boolean().optional(),
  instantDelete: z.boolean().optional(),
});

interface Begun {
  readonly started: Connection;
  readonly job: Provision;
  /** True where the job was at work before. */
  readonly running: boolean;
}

const OVERTAKEN_TRIES = 5;

/**
 * Saves the form and starts the job with just that. `overtaken`: how often somebody saved or started in the same
 * moment; then only the same request, sent twice, goes on, and another is refused instead of written over what was
 * accepted. Throws Problem `saved-meanwhile` or `provision-running`.
 */
async function begin(
  deps: ServerDeps,
  orgId: string,
  body: z.output<typeof provisionBody>,
  overtaken = 0,
): Promise<Begun> {
  try {
    return await tryToBegin(deps, orgId, body, overtaken > 0);
  } catch (error) {
    const isOvertaken = error instanceof Problem && error.code === 'saved-meanwhile';
    if (!isOvertaken || overtaken === OVERTAKEN_TRIES) throw error;
    return begin(deps, orgId, body, overtaken + 1);
  }
}

async function tryToBegin(
  deps: ServerDeps,
  orgId: string,
  body: z.output<typeof provisionBody>,
  isOvertaken: boolean,
): Promise<Begun> {
  const source = await sourceOf(deps, orgId, body.connectionId);
  neededSite(source.connection);
  const running = await isProvisioning(deps, source.connection);
  if ((isOvertaken || running) && (await changesForm(deps, source, body)))
    throw running ? provisionRunning() : savedMeanwhile();
  const saved = await saveProvisionForm(deps, source, body, 'untested');
  await credentialsOf(deps, saved);
  if (!textOf(saved, keys.siteHost)) throw missing('site host');
  checkHost({ ...source, connection: saved }, textOf(saved, keys.siteHost)!);
  if (!textOf(saved, keys.developerSpaceId)) throw missing('developer space');
  const isAccepted = running || (isOvertaken && textOf(saved, keys.consentAt) !== null);
  const started = isAccepted ? saved : await recordConsent(deps, saved, body);
  return { started, job: await deps.jobs.provision(orgId, saved.id, formRevisionOf(started)), running };
}

/** Registering, deploying and installing our app with the operator's token, as a job that anybody can watch. */
export function addProvisionRoutes(kit: RouteKit): void {
  const { deps } = kit;
  addForm(kit);
  addDeveloperSpaces(kit);

  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/provision`,
      access: 'admin',
      summary:
        'Start provisioning on the linked site, or get the job that is running; nothing is changed beneath that one.',
      audit: 'provision.started',
      status: 202,
      body: provisionBody,
      answer: provisionStatus,
    },
    async ({ org, body, note }) => {
      const { started, job, running } = await begin(deps, org.id, body);
      note({ connectionId: started.id, detail: { ...startDetail(started, job.jobId), again: running } });
      return showProvision(job);
    },
  );

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/provision-status`,
      access: 'member',
      summary: 'Progress of provisioning, with a redacted log.',
      query: connectionQuery,
      answer: provisionStatus,
    },
    async ({ org, query }) => {
      const { connection } = await sourceOf(deps, org.id, query.connectionId);
      return showProvision(await deps.ports.provisions.current(org.id, connection.id));
    },
  );

  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/install-started`,
      access: 'admin',
      summary: 'Says that an admin leaves for the install page; the app that arrives is bound to the linked site.',
      audit: 'install.started',
      body: z.object({ connectionId: connectionId.optional() }),
      answer: z.object({ installUrl: z.string().nullable() }),
    },
    async ({ org, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      neededSite(connection);
      await deps.ports.connections.patch(org.id, connection.id, {
        [keys.pendingInstall]: { startedAt: new Date(deps.clock.now()).toISOString() },
      });
      note({ connectionId: connection.id });
      return { installUrl: textOf(connection, keys.installUrl) ?? deps.settings.installUrl };
    },
  );
}
