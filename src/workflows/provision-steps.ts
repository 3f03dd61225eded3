import { createHash } from 'node:crypto';
import type { Connection, Json } from '../core/connection.ts';
import { Problem, toProblem } from '../core/problem.ts';
import type { ProvisionLog } from '../core/roles/provisioner.ts';
import { asJson, textAt } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { keys } from './contract-names.ts';
import type { ProvisionJob } from './provision-job.ts';

/** An app that was given up when provisioning was started over. */
export interface FormerApp {
  readonly appId: string;
  /** It was taken off the site, or was not on it. */
  readonly uninstalled: boolean;
}

/** What of the app was deployed last; another manifest is a new version, which an admin of the site consents to. */
interface Deployed {
  readonly manifest: string;
  readonly origin: string;
  readonly instantDelete: boolean;
}

const patch = (context: WorkContext, { connection }: ProvisionJob, changes: Readonly<Record<string, Json>>) =>
  context.ports.connections.patch(connection.orgId, connection.id, changes);

export function appIdOf({ connection }: ProvisionJob): string {
  const id = textAt(connection, keys.appId);
  if (!id) throw new Problem({ code: 'unknown', message: 'The app id is missing.', detail: 'app-id-missing' });
  return id;
}

/** Name of the manifest that would be deployed now. */
function manifestHash({ provisioner, request }: ProvisionJob, appId: string): string {
  return createHash('sha256').update(provisioner.manifest(request, appId)).digest('hex');
}

export function formerAppsOf(connection: Connection): readonly FormerApp[] {
  const { formerApps } = connection.config;
  return Array.isArray(formerApps) ? (formerApps as unknown as FormerApp[]) : [];
}

function deployedOf(connection: Connection): Deployed | null {
  return (connection.config.appDeployed as unknown as Deployed | null | undefined) ?? null;
}

/** Takes apps off the site that were given up. What is refused is left to a person, and nothing waits for it. */
export async function leaveFormerApps(context: WorkContext, job: ProvisionJob, log: ProvisionLog): Promise<void> {
  const former = formerAppsOf(job.connection);
  if (former.every(({ uninstalled }) => uninstalled)) return;
  const after: FormerApp[] = [];
  for (const app of former) {
    if (app.uninstalled) {
      after.push(app);
      continue;
    }
    try {
      await job.provisioner.uninstall(job.request, app.appId, log);
      after.push({ ...app, uninstalled: true });
      log(`the former app ${app.appId} is not on the site any more`);
    } catch (error) {
      const { code, detail, retry } = toProblem(error);
      if (retry.kind !== 'never') throw error;
      after.push(app);
      log(`the former app ${app.appId} stays on the site (${detail ?? code}); an admin can remove it`);
    }
  }
  await patch(context, job, { formerApps: asJson([...after]) });
}

/** Registers the app unless one is known or an interrupted run made one. */
export async function registerOnce(context: WorkContext, job: ProvisionJob, log: ProvisionLog): Promise<void> {
  if (textAt(job.connection, keys.appId)) return;
  const { orgId, id } = job.connection;
  const found = await job.provisioner.findRegistered(job.request);
  const { appId } = found ?? (await job.provisioner.register(job.request, log));
  context.reach('provision:registered');
  await context.ports.connections.compareAndSet(orgId, id, keys.appId, null, { [keys.appId]: appId });
}

/** Checks the manifest unless this very one was checked: that takes the tool ten seconds and more. */
export async function checkOnce(context: WorkContext, job: ProvisionJob, log: ProvisionLog): Promise<void> {
  const appId = appIdOf(job);
  const manifest = manifestHash(job, appId);
  if (job.connection.config.appChecked === manifest) return log('checked before, and not changed since');
  await job.provisioner.lint(job.request, appId, log);
  await patch(context, job, { appChecked: manifest });
}

/** Deploys unless this very manifest is what was deployed last. */
export async function deployOnce(context: WorkContext, job: ProvisionJob, log: ProvisionLog): Promise<void> {
  const appId = appIdOf(job);
  const manifest = manifestHash(job, appId);
  const before = deployedOf(job.connection);
  if (before?.manifest === manifest) return log('deployed before, and not changed since');
  await job.provisioner.deploy(job.request, appId, log);
  context.reach('provision:deployed');
  const { origin, instantDelete } = job.request;
  const deployed: Deployed = { manifest, origin, instantDelete };
  await patch(context, job, { appDeployed: asJson(deployed) });
}

/** Installs or upgrades. An app that turns out not to be deployed is deployed again by the next try. */
export async function installDeployed(context: WorkContext, job: ProvisionJob, log: ProvisionLog): Promise<void> {
  try {
    await job.provisioner.install(job.request, appIdOf(job), log);
    context.reach('provision:installed');
  } catch (error) {
    if (toProblem(error).detail === 'not-deployed') await patch(context, job, { appDeployed: null });
    throw error;
  }
}
