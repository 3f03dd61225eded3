import { readAppManifest } from '../../sandbox/atlassian/forge/app-manifest.ts';
import { install } from '../../sandbox/atlassian/forge/lifecycle.ts';
import { addVersion, createApp, type ForgePlatform } from '../../sandbox/atlassian/forge/platform.ts';
import { until } from '../../sandbox/operator/index.ts';
import { Secret } from '../../src/core/secret.ts';
import { apiToken, connect, siteHost } from './connection.ts';
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
  'disconnect:files',
  'disconnect:uninstall',
  'disconnect:revoke',
  'disconnect:wiped',
] as const;

/** Kills the worker at a point of provisioning; the next one must end with one app. */
export async function killWhileProvisioning(deployment: Deployment, point: string): Promise<readonly string[]> {
  const connection = await connect(deployment);
  await connection.start();
  await deployment.workUntilKilled(point);
  const worker = await deployment.work();
  try {
    const job = await connection.ended();
    if (job.provisionStatus !== 'succeeded')
      return [`the job ended with ${job.step} ${job.provisionErrorCode} ${job.detail}: ${job.userMessage}`];
    return await connection.faults();
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

/** Kills the worker at a point of disconnecting; the next one must leave nothing. */
export async function killWhileDisconnecting(deployment: Deployment, point: string): Promise<readonly string[]> {
  const { operator, ports, orgId, platform } = deployment;
  const { id, appId } = await installedConnection(deployment);
  await operator.api('DELETE', `/connectors/atlassian?connectionId=${id}&files=keep`);
  await deployment.workUntilKilled(point);
  const worker = await deployment.work();
  try {
    await until('the connection to be gone', async () => (await ports.connections.get(orgId, id)) === null, {
      withinMs: 300_000,
    });
  } finally {
    await worker.stop();
  }
  const found: string[] = [];
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
