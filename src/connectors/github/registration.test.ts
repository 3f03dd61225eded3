import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../sandbox/github/testing/linked-world.ts';
import type { RegisteredApp } from '../../core/roles/app-registration.ts';

let world: LinkedWorld;

beforeAll(async () => {
  world = await startLinkedWorld();
});

afterAll(() => world.close());

const request = {
  origin: 'http://127.0.0.1:9',
  connectionId: 'c 1',
  name: 'ctx| for the platform team of acme',
  state: 's&1',
};

/** Does what the browser does with the form. */
async function create(form: { action: string; fields: Readonly<Record<string, string>> }): Promise<URL> {
  const body = new URLSearchParams({ ...form.fields, name: `app ${Math.random()}`, confirm: '1' });
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location')!);
}

it('creates an app in one click, for a person and for an organization, and brings its state back', async () => {
  const { registration } = world.connector;
  for (const organization of [undefined, 'acme']) {
    const back = await create(registration.form({ ...request, organization }));
    expect([back.origin, back.searchParams.get('state')]).toEqual([request.origin, 's&1']);
    const app: RegisteredApp = await registration.convert(back.searchParams.get('code')!);
    expect(app.privateKey.reveal()).toContain('BEGIN RSA PRIVATE KEY');
    expect(JSON.stringify(app)).not.toContain('PRIVATE KEY');
    expect(await registration.installations(app)).toEqual([]);
    await expect(registration.convert(back.searchParams.get('code')!)).rejects.toMatchObject({
      code: 'app-code-expired',
    });
  }
});

it('asks for what the product needs and no more, with the webhook of the connection', () => {
  const form = world.connector.registration.form(request);
  const manifest = JSON.parse(form.fields.manifest!);
  expect(manifest).toMatchObject({
    public: false,
    hook_attributes: { url: 'http://127.0.0.1:9/api/v1/webhook/github/c%201', active: true },
    default_permissions: { contents: 'write', pull_requests: 'write', checks: 'write', metadata: 'read' },
    default_events: ['push', 'pull_request', 'repository'],
  });
  expect(Object.keys(manifest.default_permissions)).toHaveLength(4);
  expect(manifest.name.length).toBeLessThanOrEqual(34);
});

it('finds installations, suspended ones too, and names what they lack', async () => {
  const { Secret } = await import('../../core/secret.ts');
  const app = { appId: world.installed.appId, privateKey: new Secret(world.installed.privateKey) };
  world.sandbox.state.installations[0]!.suspendedAt = '2026-01-01T00:00:00Z';
  const [found] = await world.connector.registration.installations(app);
  world.sandbox.state.installations[0]!.suspendedAt = null;
  expect(found).toMatchObject({ id: world.installed.installationId, account: 'acme', suspended: true });
  const { missingPermissions } = world.connector.registration;
  expect(missingPermissions(found!.permissions)).toEqual([]);
  expect(missingPermissions({ contents: 'read', metadata: 'read' })).toEqual(['contents', 'pull_requests']);
  expect(missingPermissions({ contents: 'admin', metadata: 'read', pull_requests: 'write' })).toEqual([]);
});

it('knows where events go, and what became of the last one', async () => {
  const { Secret } = await import('../../core/secret.ts');
  const app = { appId: world.installed.appId, privateKey: new Secret(world.installed.privateKey) };
  const record = world.sandbox.state.apps.find(({ id }) => String(id) === app.appId)!;
  record.webhookUrl = null;
  expect(await world.connector.registration.webhook(app)).toMatchObject({ url: null });
  record.webhookUrl = 'http://127.0.0.1:9/api/v1/webhook/github/x';
  await world.sandbox.human.commitFiles({ repository: 'acme/docs', branch: 'main', files: { 'hook.md': 'x' } });
  await expect
    .poll(async () => (await world.connector.registration.webhook(app)).last?.taken, { timeout: 10_000 })
    .toBe(false);
  expect(await world.connector.registration.webhook(app)).toMatchObject({ url: record.webhookUrl });
});

it('leads to the page where the app is installed', async () => {
  const url = world.connector.registration.installUrl(world.installed.slug, 'a b');
  expect(url).toBe(`${world.sandbox.origin}/apps/${world.installed.slug}/installations/new?state=a%20b`);
  expect((await fetch(url)).status).toBe(200);
});
