import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveriesDone } from '../atlassian/forge/delivery.ts';
import { facts, forgeWorld, openCli, startBackEnd } from '../atlassian/forge/forge.testbed.ts';
import { forgeOf } from '../atlassian/forge/index.ts';
import { type Atlassian, startAtlassian } from '../atlassian/index.ts';

function manifest(appId: string, origin: string, ...scopes: string[]): string {
  return JSON.stringify({
    app: { id: appId, runtime: { name: 'nodejs22.x' } },
    modules: {
      trigger: [
        {
          key: 'life',
          endpoint: 'events',
          events: ['avi:forge:installed:app', 'avi:forge:upgraded:app', 'avi:forge:uninstalled:app'],
        },
        { key: 'pages', endpoint: 'events', events: ['avi:confluence:updated:page'] },
      ],
      scheduledTrigger: [{ key: 'hourly', endpoint: 'token', interval: 'hour' }],
      endpoint: [
        { key: 'events', remote: 'backend', route: { path: '/events' }, auth: { appSystemToken: { enabled: true } } },
        { key: 'token', remote: 'backend', route: { path: '/token' }, auth: { appSystemToken: { enabled: true } } },
      ],
    },
    remotes: [{ key: 'backend', baseUrl: origin, operations: ['fetch'] }],
    permissions: {
      scopes: [
        'read:app-system-token',
        'read:page:confluence',
        'read:space:confluence',
        'read:user:confluence',
        'read:content.metadata:confluence',
        ...scopes,
      ],
    },
  });
}

/** The vendor's own command-line tool through the whole life of an app. Each step builds on the one before. */
describe('the app platform under the real command-line tool', () => {
  let atlassian: Atlassian;
  let backEnd: Awaited<ReturnType<typeof startBackEnd>>;
  let cli: Awaited<ReturnType<typeof openCli>>;
  let appId = '';
  const spaceId = '11111111-1111-4111-8111-111111111111';
  const at = ['-e', 'production', '-s', facts.host, '-p', 'Confluence'];

  const succeed = async (...args: string[]): Promise<string> => {
    const { code, output } = await cli.run(...args);
    expect(code, output).toBe(0);
    return output;
  };
  /** The list comes after warnings on the same stream. */
  const list = async (): Promise<unknown> =>
    JSON.parse(/^\[[\s\S]*/m.exec(await succeed('install', 'list', '--json'))?.[0] ?? 'null');
  const bodies = () => backEnd.received.map(({ body }) => JSON.parse(body.toString()) as { eventType?: string });

  beforeAll(async () => {
    atlassian = await startAtlassian({ world: forgeWorld() });
    backEnd = await startBackEnd();
    cli = await openCli(`${atlassian.origin}/graphql`, facts.admin);
    forgeOf(atlassian.state).developerSpaces.set(spaceId, {
      id: spaceId,
      name: 'Contract',
      ownerId: facts.admin.accountId,
    });
    await writeFile(join(cli.folder, 'package.json'), '{"name":"contract","private":true}');
  });
  afterAll(async () => {
    await atlassian?.close();
    await backEnd?.close();
    await cli?.close();
  });

  it('1 whoami', async () => {
    expect(await succeed('whoami')).toContain(facts.admin.email);
  });

  it('2 developer-spaces list', async () => {
    expect(await succeed('developer-spaces', 'list')).toContain(spaceId);
  });

  it('3 register writes the id of the app into the manifest', async () => {
    const file = join(cli.folder, 'manifest.yml');
    await writeFile(file, manifest('', backEnd.origin));
    await succeed('register', 'ctx contract', '-s', spaceId, '-y');
    appId = /ari:cloud:ecosystem::app\/[0-9a-f-]{36}/.exec(await readFile(file, 'utf8'))?.[0] ?? '';
    expect([...forgeOf(atlassian.state).apps.keys()]).toEqual([appId]);
  });

  it('4 lint', async () => {
    await writeFile(join(cli.folder, 'manifest.yml'), manifest(appId, backEnd.origin));
    expect(await succeed('lint', '-e', 'production')).toContain('No issues found');
  }, 60_000);

  it('5 environments list', async () => {
    expect(await succeed('environments', 'list')).toContain('production');
  });

  it('6 install before a deployment fails with exit code 0', async () => {
    expect(await succeed('install', ...at, '--non-interactive')).toContain('must be deployed before installation');
  });

  it('7 deploy uploads the manifest, which becomes version 2.0.0', async () => {
    expect(await succeed('deploy', '-e', 'production', '--non-interactive')).toContain('Deployed');
    const [production] = forgeOf(atlassian.state).apps.get(appId)!.environments;
    expect(production?.versions.map(({ version }) => version)).toEqual(['2.0.0', '1.1.0']);
    expect(production?.versions[0]?.manifest?.remotes).toEqual([backEnd.origin]);
  }, 60_000);

  it('8 install tells the app, with a token of the vendor and one to read with', async () => {
    expect(await succeed('install', ...at, '--non-interactive')).toContain('Install in Confluence complete!');
    await deliveriesDone(forgeOf(atlassian.state));
    const [installed] = backEnd.received;
    expect(bodies().map(({ eventType }) => eventType)).toEqual(['avi:forge:installed:app']);
    const keys = createRemoteJWKSet(new URL(`${atlassian.origin}/.well-known/jwks.json`));
    const token = String(installed?.headers.authorization).replace('Bearer ', '');
    const { payload } = await jwtVerify(token, keys, {
      issuer: 'forge/invocation-token',
      audience: appId,
      algorithms: ['RS256'],
    });
    const { apiBaseUrl } = payload.app as { apiBaseUrl: string };
    expect(apiBaseUrl).toBe(`${atlassian.origin}/ex/confluence/${facts.cloudId}`);
    const system = String(installed?.headers['x-forge-oauth-system']);
    expect(decodeJwt(system).exp).toBeGreaterThan(Date.now() / 1000);
    const read = await fetch(`${apiBaseUrl}/wiki/api/v2/pages/602`, { headers: { authorization: `Bearer ${system}` } });
    expect(read.status).toBe(200);
  });

  it('9 install list --json', async () => {
    expect(await list()).toMatchObject([{ environment: 'production', site: facts.host, majorVersion: '2 (Latest)' }]);
  });

  it('10 install again says that it is there', async () => {
    const { code, output } = await cli.run('install', ...at, '--non-interactive');
    expect(code).toBe(1);
    expect(output).toContain('App is already installed');
  });

  it('11 deploy of a new scope waits for the upgrade', async () => {
    await writeFile(join(cli.folder, 'manifest.yml'), manifest(appId, backEnd.origin, 'read:label:confluence'));
    await succeed('deploy', '-e', 'production', '--non-interactive', '--no-verify');
    expect(await list()).toMatchObject([{ majorVersion: '2 (Out-of-date)', status: 'Outdated app' }]);
  }, 60_000);

  it('12 install --upgrade', async () => {
    expect(await succeed('install', '--upgrade', ...at, '--non-interactive', '--confirm-scopes')).toContain(
      'Upgrade complete!',
    );
    expect(await succeed('install', '--upgrade', ...at, '--non-interactive', '--confirm-scopes')).toContain(
      'already at the latest version',
    );
    await deliveriesDone(forgeOf(atlassian.state));
    expect(bodies().at(-1)?.eventType).toBe('avi:forge:upgraded:app');
  });

  it('13 uninstall, without an app folder, tells the app and ends its token', async () => {
    const uuid = appId.split('/').at(-1)!;
    expect(await succeed('uninstall', ...at, '--app-id-override', uuid)).toContain('Uninstalled');
    await deliveriesDone(forgeOf(atlassian.state));
    expect(bodies().at(-1)?.eventType).toBe('avi:forge:uninstalled:app');
    expect(atlassian.state.systemTokens.size).toBe(0);
    expect(await list()).toEqual([]);
  });
});
