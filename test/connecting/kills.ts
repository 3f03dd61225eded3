import { readdir, readFile } from 'node:fs/promises';
import { readAppManifest } from '../../sandbox/atlassian/forge/app-manifest.ts';
import { install } from '../../sandbox/atlassian/forge/lifecycle.ts';
import { addVersion, createApp, type ForgePlatform } from '../../sandbox/atlassian/forge/platform.ts';
import { until } from '../../sandbox/operator/index.ts';
import { Secret } from '../../src/core/secret.ts';
import { apiToken, siteHost } from './account.ts';
import { connect } from './connection.ts';
import type { Deployment } from './deployment.ts';

/** Points of provisioning: the beginning of each step, and what lies between a command and its checkpoint. */
export const provisionPoints = [
  'provision:preflight',
  'provision:register',
  'provision:registered',
  'provision:lint',
  'provision:deploy',
  'provision:deployed',
  'provision:install',
  'provision:installed',
  'provision:confirm',
  'provision:first-token',
] as const;

/** Points of taking a connection apart. */
export const disconnectPoints = [
  'disconnect:end runs',
  'disconnect:end provisioning',
  'disconnect:files',
  'disconnect:uninstall',
  'disconnect:revoke',
  'disconnect:wiped',
] as const;

/** Steps in the middle of which the worker is killed, while the tool is at work. */
export const provisionMoments = ['register', 'lint', 'deploy', 'install'] as const;
export const disconnectMoments = ['uninstall'] as const;

/** Processes that were given the token and outlive the worker: the tool has to end with it. */
async function childrenLeft(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.includes(`FORGE_API_TOKEN=${apiToken}`)) found.push(`process ${pid} was left with the token`);
  }
  return found;
}

async function awaitNoChildren(): Promise<readonly string[]> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await childrenLeft()).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return childrenLeft();
}

/** What the platform shows once the tool has done what the step is for, and cannot have said so yet. */
function isDone(platform: ForgePlatform, connectionId: string, step: string): boolean {
  const app = [...platform.apps.values()].find(({ name }) => name.startsWith(`ctx mirror ${connectionId}`));
  if (step === 'register') return app !== undefined;
  if (step === 'deploy')
    return (app?.environments.find(({ key }) => key === 'production')?.versions.length ?? 0) > FIRST_VERSIONS;
  return [...platform.installations.values()].some(({ appId }) => appId === app?.id);
}

/** Versions that an environment has before anything is deployed. */
const FIRST_VERSIONS = 1;
/** Milliseconds into a check of the manifest, which changes nothing that could be seen. */
const INTO_LINT_MS = 2_000;

/** Kills the worker at a point of provisioning, or in the middle of a step; the next one must end with one app. */
export async function killWhileProvisioning(
  deployment: Deployment,
  at: { readonly point: string } | { readonly during: (typeof provisionMoments)[number] },
): Promise<readonly string[]> {
  const connection = await connect(deployment);
  await connection.start();
  if ('point' in at) await deployment.workUntilKilled(at.point);
  else
    await deployment.workUntil(`the middle of ${at.during}`, async () => {
      if (at.during !== 'lint') return isDone(deployment.platform, connection.id, at.during);
      if ((await connection.job()).step !== 'lint') return false;
      await new Promise((resolve) => setTimeout(resolve, INTO_LINT_MS));
      return true;
    });
  const left = await awaitNoChildren();
  const worker = await deployment.work();
  try {
    const job = await connection.ended();
    if (job.provisionStatus !== 'succeeded')
      return [`the job ended with ${job.step} ${job.provisionErrorCode} ${job.detail}: ${job.userMessage}`];
    return [...left, ...(await connection.faults())];
  } finally {
    await worker.stop();
  }
}

const canaries = {
  forgeScopedApiToken: apiToken,
  appSystemToken: 'CANARY-system-token-of-the-app',
  atlassianOAuthClientSecret: 'CANARY-secret-of-the-oauth-app',
} as const;

/** An app on the site as provisioning leaves it, without the minute that the tool takes for it. */
async function installedConnection({ operator, ports, orgId, platform, standIns }: Deployment) {
  const { id } = await operator.api<{ id: string }>('POST', '/connectors', { connector: 'confluence' });
  const owner = standIns.atlassian.state.users.find(({ email }) => email === 'priya@acme.example')!;
  const app = putApp(platform, owner.accountId, `ctx mirror ${id}`);
  await ports.connections.patch(orgId, id, {
    forgeEmail: owner.email,
    forgeSiteHost: siteHost,
    forgeDeveloperSpaceId: app.developerSpaceId,
    forgeAppId: app.id,
    atlassianOAuthClientId: 'client',
  });
  for (const [name, value] of Object.entries(canaries))
    await ports.connections.putSecret(orgId, id, name as keyof typeof canaries, new Secret(value));
  await ports.grants.save(orgId, {
    connectionId: id,
    userId: 'u1',
    accountId: `account-of-${id}`,
    accountName: 'Priya',
    scopes: ['read:me'],
    expiresAt: '2036-01-01T00:00:00.000Z',
    accessToken: new Secret('CANARY-access-token-of-a-person'),
    refreshToken: new Secret('CANARY-refresh-token-of-a-person'),
  });
  return { id, appId: app.id };
}

function putApp(platform: ForgePlatform, ownerId: string, name: string) {
  const app = createApp(platform, { name, ownerId, developerSpaceId: '11111111-1111-4111-8111-111111111111' });
  const environment = app.environments.find(({ key }) => key === 'production')!;
  const manifest = readAppManifest(
    `app:\n  id: ${app.id}\n  runtime:\n    name: nodejs24.x\npermissions:\n  scopes:\n    - read:page:confluence\n`,
  );
  addVersion(platform, app, environment.key, manifest);
  const site = platform.state.sites.find(({ url }) => url.endsWith(siteHost))!;
  install(platform, { app, environment, site, installerId: ownerId });
  return app;
}

/** Kills the worker at a point of disconnecting, or in the middle of a step; the next one must leave nothing. */
export async function killWhileDisconnecting(
  deployment: Deployment,
  at: { readonly point: string } | { readonly during: 'uninstall' },
): Promise<readonly string[]> {
  const { operator, ports, orgId, platform } = deployment;
  const { id, appId } = await installedConnection(deployment);
  await operator.api('DELETE', `/connectors/atlassian?connectionId=${id}&files=keep`);
  if ('point' in at) await deployment.workUntilKilled(at.point);
  else
    await deployment.workUntil(
      'the app to leave the site',
      () => ![...platform.installations.values()].some((each) => each.appId === appId),
    );
  const left = await awaitNoChildren();
  const worker = await deployment.work();
  try {
    await until('the connection to be gone', async () => (await ports.connections.get(orgId, id)) === null, {
      withinMs: 300_000,
    });
  } finally {
    await worker.stop();
  }
  const found: string[] = [...left];
  for (const name of Object.keys(canaries))
    if (await ports.connections.hasSecret(orgId, id, name as keyof typeof canaries))
      found.push(`${name} is still there`);
  if ([...platform.installations.values()].some((each) => each.appId === appId))
    found.push('the app is still installed');
  if ((await ports.grants.forConnection(orgId, id)) !== null) found.push('the grant is still there');
  const entries = await ports.audit.list(orgId, 50);
  const ended = entries.filter((entry) => entry.connectionId === id && entry.action === 'connection.disconnected');
  if (ended.length === 0) found.push('the audit log does not say so');
  if ((await deployment.dump()).includes(id) === false) found.push('the audit log forgot the connection');
  return found;
}

/** Values that must stand nowhere in the clear. */
export const secretValues: readonly string[] = [
  ...Object.values(canaries),
  'CANARY-access-token-of-a-person',
  'CANARY-refresh-token-of-a-person',
];
