import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../../sandbox/github/testing/linked-world.ts';
import { Secret } from '../../../core/secret.ts';
import { origin, type ServerBed, startServer } from '../../server.testbed.ts';
import type { Browser } from '../../testbed/browser.testbed.ts';

const callback = `${origin}/api/v1/integrations/hub/setup`;

describe('an installation of the app that organizations share', { timeout: 60_000 }, () => {
  let world: LinkedWorld;
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  let ourId: string;
  let theirId: string;
  beforeAll(async () => {
    // The second person may read what the organization holds, and no more.
    world = await startLinkedWorld({ callbackUrl: callback }, [
      { login: 'octo-admin', type: 'User' },
      { login: 'acme', type: 'Organization' },
      { login: 'reader', type: 'User', readsOf: ['acme'] },
      { login: 'stranger', type: 'User' },
    ]);
    const { appId, slug, privateKey, clientId, clientSecret } = world.installed;
    bed = await startServer({
      settings: {
        globalRepoApp: {
          appId,
          slug,
          privateKey: new Secret(privateKey),
          webhookSecret: null,
          client: { clientId, clientSecret: new Secret(clientSecret) },
        },
      },
    });
    Object.assign(bed.connectors.repositories, { registration: world.connector.registration });
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
    ourId = (await bed.ports.connections.create(ours.org.id, { connector: 'hub', name: 'Hub' })).id;
    theirId = (await bed.ports.connections.create(theirs.org.id, { connector: 'hub', name: 'Hub' })).id;
  });
  afterAll(async () => {
    await bed?.close();
    await world?.close();
  });

  /** Leaves for the host and comes back to the address that the host would send the browser to. */
  async function install(browser: Browser, slug: string, id: string, installation: string): Promise<URL> {
    const path = `/${slug}/api/v1/connectors/repository-host/install?connectionId=${id}&returnTo=/o/${slug}`;
    const left = new URL((await browser.ask(path)).headers.get('location')!);
    const state = left.searchParams.get('state');
    return new URL(`${callback}?installation_id=${installation}&setup_action=install&state=${state}`);
  }
  const come = (browser: Browser, back: URL) => browser.ask(back.pathname + back.search);
  /** Says at the host who is there; gives the way back. */
  async function authorize(page: string, user: string): Promise<URL> {
    const fields = new URL(page).searchParams;
    fields.set('user', user);
    const answer = await fetch(page.split('?')[0]!, { method: 'POST', body: fields, redirect: 'manual' });
    return new URL(answer.headers.get('location')!);
  }
  async function claim(browser: Browser, slug: string, id: string, user: string, installation?: string) {
    const first = await come(browser, await install(browser, slug, id, installation ?? world.installed.installationId));
    const page = first.headers.get('location') ?? '';
    expect(page).toContain(`${world.sandbox.origin}/login/oauth/authorize?`);
    return come(browser, await authorize(page, user));
  }
  const bound = async (orgId: string, id: string) =>
    (await bed.ports.connections.get(orgId, id))!.config.installationId;

  it('is not taken by an id in the address bar: who takes it is asked who they are', async () => {
    const answer = await come(
      theirs.admin,
      await install(theirs.admin, 'other', theirId, world.installed.installationId),
    );
    expect(new URL(answer.headers.get('location')!).pathname).toBe('/login/oauth/authorize');
    expect(await bound(theirs.org.id, theirId)).toBeUndefined();
  });

  it.each(['reader', 'stranger'])('is refused to somebody who does not administer it (%s)', async (user) => {
    const answer = await claim(theirs.admin, 'other', theirId, user);
    expect([answer.status, answer.json.code]).toEqual([403, 'installation-not-yours']);
    expect(await bound(theirs.org.id, theirId)).toBeUndefined();
  });

  it('is refused where it reaches no repository yet: anybody would administer all of them', async () => {
    const { state } = world.sandbox;
    const standing = state.installations.find(({ id }) => String(id) === world.installed.installationId)!;
    const accountId = state.accounts.find(({ login }) => login === 'octo-admin')!.id;
    const empty = {
      ...standing,
      id: standing.id + 1_000_000,
      accountId,
      selection: 'selected' as const,
      repositoryIds: [],
    };
    state.installations.push(empty);
    const answer = await claim(theirs.admin, 'other', theirId, 'octo-admin', String(empty.id));
    state.installations.splice(state.installations.indexOf(empty), 1);
    expect([answer.status, answer.json.code]).toEqual([403, 'installation-not-yours']);
    expect(await bound(theirs.org.id, theirId)).toBeUndefined();
  });

  it('takes a person’s code once, from the session that left, and of this app alone', async () => {
    const back = async () => {
      const { installationId } = world.installed;
      const first = await come(ours.admin, await install(ours.admin, 'acme', ourId, installationId));
      return authorize(first.headers.get('location')!, 'reader');
    };
    const stolen = await back();
    expect((await come(theirs.admin, stolen)).status).toBe(403);
    const made = await back();
    made.searchParams.set('code', 'made-up');
    expect((await come(ours.admin, made)).json.code).toBe('person-code-refused');
    const once = await back();
    expect((await come(ours.admin, once)).json.code).toBe('installation-not-yours');
    expect((await come(ours.admin, once)).json.code).toBe('link-state-invalid');
    expect(await bound(ours.org.id, ourId)).toBeUndefined();
  });

  it('is bound for somebody who administers all of it, and then to nobody else', async () => {
    const answer = await claim(ours.admin, 'acme', ourId, 'octo-admin');
    expect(answer.headers.get('location')).toBe(
      `/o/acme?installation=${world.installed.installationId}&installed=true`,
    );
    expect(await bound(ours.org.id, ourId)).toBe(world.installed.installationId);
    const second = await claim(theirs.admin, 'other', theirId, 'octo-admin');
    expect([second.status, second.json.code]).toEqual([409, 'installation-held']);
    // Also where two processes pass the check at the same moment.
    await expect(
      bed.ports.connections.patch(theirs.org.id, theirId, { installationId: world.installed.installationId }),
    ).rejects.toMatchObject({ detail: '23505' });
  });

  it('is proven at once where the app asks while it is installed', async () => {
    await bed.ports.connections.patch(ours.org.id, ourId, { installationId: null });
    const asking = world.sandbox.state.apps.find(({ id }) => String(id) === world.installed.appId)!;
    Object.assign(asking, { asksWhoInstalls: true });
    const path = `/acme/api/v1/connectors/repository-host/install?connectionId=${ourId}`;
    const left = (await ours.admin.ask(path)).headers.get('location')!;
    const page = new URL(left);
    const form = { selection: 'all', account: 'acme', user: 'octo-admin', state: page.searchParams.get('state')! };
    const pressed = await fetch(left.split('?')[0]!, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
    const back = new URL(pressed.headers.get('location')!);
    expect([back.searchParams.has('code'), back.searchParams.get('installation_id')]).toEqual([
      true,
      world.installed.installationId,
    ]);
    expect((await come(ours.admin, back)).headers.get('location')).toBe('/acme?installed=true');
    expect(await bound(ours.org.id, ourId)).toBe(world.installed.installationId);
  });

  it('needs an app that can ask once there are several organizations', async () => {
    const shared = bed.deps.settings.globalRepoApp!;
    Object.assign(bed.deps.settings, { globalRepoApp: { ...shared, client: null } });
    const back = await install(theirs.admin, 'other', theirId, world.installed.installationId);
    expect((await come(theirs.admin, back)).json.code).toBe('shared-app-cannot-ask');
    Object.assign(bed.deps.settings, { globalRepoApp: shared });
  });
});
