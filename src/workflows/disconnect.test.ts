import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putPage } from '../connectors/fake/site.ts';
import { Problem } from '../core/problem.ts';
import { Secret } from '../core/secret.ts';
import {
  API_TOKEN,
  type Bed,
  configOf,
  keepServer,
  SITE_HOST,
  scopeOf,
  spaceScope,
  startBed,
} from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  putPage(bed.site, '1');
  await bed.host.commitElsewhere('main', 'README.md', 'A repository.');
  await bed.putScope(scopeOf(spaceScope()));
  await bed.run('initial');
  const { connections, grants } = bed.ports;
  await connections.patch(bed.orgId, bed.source.id, {
    forgeEmail: 'ops@example.com',
    forgeSiteHost: SITE_HOST,
    forgeDeveloperSpaceId: 'space-1',
    forgeAppId: 'app-1',
    atlassianOAuthClientId: 'client-1',
  });
  await connections.putSecret(bed.orgId, bed.source.id, 'forgeScopedApiToken', new Secret(API_TOKEN));
  await connections.putSecret(bed.orgId, bed.source.id, 'atlassianOAuthClientSecret', new Secret('client-secret'));
  await grants.save(bed.orgId, {
    connectionId: bed.source.id,
    userId: 'u1',
    accountId: 'p1',
    accountName: 'Ada',
    scopes: ['read'],
    expiresAt: '2030-01-01T00:00:00.000Z',
    accessToken: new Secret('access-token-1'),
    refreshToken: new Secret('refresh-token-1'),
  });
});
afterEach(() => bed.close());

type Calls = { uninstalled: string[]; revoked: string[] };

function watchOutside(): Calls {
  const calls: Calls = { uninstalled: [], revoked: [] };
  const source = bed.context.sources.get('wiki')!;
  Object.assign(source.provisioner, {
    uninstall: async (_: unknown, appId: string) => void calls.uninstalled.push(appId),
  });
  Object.assign(source.signIn, {
    revoke: async (_: unknown, token: Secret) => void calls.revoked.push(token.reveal()),
  });
  return calls;
}

const gone = () =>
  bed.until(async () => (await bed.ports.connections.get(bed.orgId, bed.source.id)) === null, 'the row to go', 30_000);

describe('disconnecting', () => {
  it('takes the app off the site, gives back the grant and removes the files in one commit (S35)', async () => {
    const calls = watchOutside();
    const before = bed.commits();
    await bed.jobs.disconnect(bed.orgId, bed.source.id, { files: 'remove' });
    await gone();
    expect(calls).toEqual({ uninstalled: ['app-1'], revoked: ['refresh-token-1'] });
    expect(bed.files()).toEqual({});
    expect(bed.commits()).toBe(before + 1);
    expect((await bed.ports.audit.list(bed.orgId, 5))[0]).toMatchObject({ action: 'connection.disconnected' });
  });

  it('asks for the removal in a pull request where the branch takes nothing else', async () => {
    watchOutside();
    const before = Object.keys(bed.files());
    bed.host.content.protectedBranches.add('main');
    await bed.jobs.disconnect(bed.orgId, bed.source.id, { files: 'remove' });
    await gone();
    expect(Object.keys(bed.files())).toEqual(before);
    const branch = `ctx/wiki-mirror-removal/${bed.source.id}`;
    expect(bed.files(branch)).toEqual({});
    const pull = await bed.host.host.findPullRequest(bed.host.repository, branch);
    expect(pull).toMatchObject({ state: 'open' });
    await bed.host.merge(pull!.number);
    expect(bed.files()).toEqual({});
  });

  it('keeps the files where asked, and goes on where the other side refuses', async () => {
    const source = bed.context.sources.get('wiki')!;
    const refuse = async () => {
      throw new Problem({ code: 'refused', message: 'No.', status: 403 });
    };
    Object.assign(source.provisioner, { uninstall: refuse });
    Object.assign(source.signIn, { revoke: refuse });
    await bed.jobs.disconnect(bed.orgId, bed.source.id, { files: 'keep' });
    await gone();
    expect(Object.keys(bed.files())).toHaveLength(1);
  });

  it('says what it had to leave where no branch may be pushed to', async () => {
    watchOutside();
    for (const name of ['main', `ctx/wiki-mirror-removal/${bed.source.id}`])
      bed.host.content.protectedBranches.add(name);
    await bed.jobs.disconnect(bed.orgId, bed.source.id, { files: 'remove' });
    await gone();
    expect(Object.keys(bed.files())).toHaveLength(1);
    expect((await bed.ports.audit.list(bed.orgId, 5))[0]).toMatchObject({
      action: 'connection.disconnected',
      detail: { undone: 'files: branch-protected' },
    });
  });

  it('closes the pull request in which the mirror waits', async () => {
    watchOutside();
    bed.host.content.protectedBranches.add('main');
    putPage(bed.site, '2');
    await bed.run('sweep');
    const { branch } = (await configOf(bed)).mirrorPullRequest as { branch: string };
    const pull = () => bed.host.host.findPullRequest(bed.host.repository, branch);
    expect((await pull())?.state).toBe('open');
    await bed.jobs.disconnect(bed.orgId, bed.source.id, { files: 'keep' });
    await gone();
    expect((await pull())?.state).toBe('closed');
  });

  it('lets the step of provisioning that is under way end, begins none, and takes off what it made', async () => {
    const calls = watchOutside();
    const { connections, provisions } = bed.ports;
    const done: string[] = [];
    const { provisioner } = bed.context.sources.get('wiki')!;
    let go = () => {};
    const free = new Promise<void>((resolve) => {
      go = resolve;
    });
    Object.assign(provisioner, {
      findRegistered: async () => null,
      register: async () => {
        done.push('register');
        await free;
        return { appId: 'app-2' };
      },
      lint: async () => done.push('lint'),
      deploy: async () => done.push('deploy'),
      install: async () => done.push('install'),
    });
    await connections.patch(bed.orgId, bed.source.id, { forgeAppId: null });
    await bed.jobs.provision(bed.orgId, bed.source.id);
    await bed.until(async () => done.includes('register') || null, 'the app to be registered');
    await bed.jobs.disconnect(bed.orgId, bed.source.id, { files: 'keep' });
    await bed.until(async () => (await configOf(bed)).disconnecting === true || null, 'the end to begin');
    await expect(bed.jobs.provision(bed.orgId, bed.source.id)).rejects.toMatchObject({ code: 'disconnecting' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(calls.uninstalled).toEqual([]);
    expect((await provisions.current(bed.orgId, bed.source.id)).status).toBe('running');
    go();
    await gone();
    expect(done).toEqual(['register']);
    expect(calls.uninstalled).toEqual(['app-2']);
  });

  it('goes on where it was stopped', async () => {
    const calls = watchOutside();
    const stopped = new Set<string>();
    bed.reached = (point) => {
      if (!['leave:pushed', 'disconnect:revoke', 'disconnect:wiped'].includes(point) || stopped.has(point)) return;
      stopped.add(point);
      throw new Error('the process was stopped here');
    };
    const before = bed.commits();
    await bed.jobs.disconnect(bed.orgId, bed.source.id, { files: 'remove' });
    await gone();
    expect(stopped.size).toBe(3);
    expect(bed.commits()).toBe(before + 1);
    expect(calls.revoked).toEqual(['refresh-token-1']);
  });
});
