import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { origin, password, type ServerBed, startServer } from '../server.testbed.ts';

describe('accounts and sessions', () => {
  let bed: ServerBed;
  beforeAll(async () => {
    bed = await startServer();
  });
  afterAll(() => bed?.close());

  it('makes the first owner by a link that works once, and never again after that', async () => {
    const link = new URL((await bed.server.createOwnerLink())!);
    const other = new URL((await bed.server.createOwnerLink())!);
    const browser = bed.visitor();
    expect((await browser.ask('/api/v1/session')).json).toMatchObject({ person: null, needsOwner: true });
    const form = { name: 'Olga', email: 'Olga@acme.example', password, organization: 'Acme Works' };
    const weak = await browser.ask(link.pathname, { form: { ...form, password: 'short' } });
    expect(weak.status).toBe(400);
    expect(weak.text).toContain('12 to 200');
    const made = await browser.ask(link.pathname, { form });
    expect(made.status).toBe(303);
    const session = (await browser.ask('/api/v1/session')).json;
    expect(session).toMatchObject({
      person: { name: 'Olga', email: 'olga@acme.example' },
      organizations: [{ slug: 'acme-works', name: 'Acme Works', role: 'owner' }],
      needsOwner: false,
      version: '0.0.0-test',
    });
    expect((await bed.visitor().ask(link.pathname, { form })).status).toBe(404);
    expect((await bed.visitor().ask(other.pathname, { form })).status).toBe(404);
    expect(await bed.server.createOwnerLink()).toBeNull();
  });

  it('signs in with the right password only, and out again for good (S33)', async () => {
    const wrong = await bed.visitor().ask('/api/auth/sign-in/email', {
      body: { email: 'olga@acme.example', password: 'not this one at all' },
    });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('content-type')).toBe('application/problem+json');
    expect(wrong.json.code).toBe('invalid-email-or-password');
    const right = await bed
      .visitor()
      .ask('/api/auth/sign-in/email', { body: { email: 'olga@acme.example', password } });
    expect(right.json).toEqual({ done: true });
    const browser = await bed.signIn('olga@acme.example');
    expect((await browser.ask('/acme-works/api/v1/members')).status).toBe(200);
    const kept = new Map(browser.cookies);
    expect((await browser.ask('/api/auth/sign-out', { body: {} })).status).toBe(200);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect((await browser.ask('/acme-works/api/v1/members')).status).toBe(401);
  });

  it('lets nobody make an account for themselves, nor change organizations behind our routes', async () => {
    const browser = await bed.signIn('olga@acme.example');
    const body = { name: 'Eve', email: 'eve@evil.example', password, slug: 'evil', userId: 'x' };
    for (const path of ['sign-up/email', 'organization/create', 'organization/invite-member', 'api-key/create'])
      expect((await browser.ask(`/api/auth/${path}`, { body })).status, path).toBe(404);
  });

  it('brings an invited person in with a link that works once', async () => {
    const olga = await bed.signIn('olga@acme.example');
    const invited = await olga.ask('/acme-works/api/v1/invitations', {
      body: { email: 'Ned@acme.example', role: 'member' },
    });
    expect(invited.status).toBe(201);
    expect(invited.json.url.startsWith(`${origin}/invitation/`)).toBe(true);
    const path = `/api/v1/invitations/${invited.json.url.split('/').at(-1)}`;
    const ned = bed.visitor();
    expect((await ned.ask(path)).json).toEqual({
      organization: { name: 'Acme Works', slug: 'acme-works' },
      email: 'ned@acme.example',
      role: 'member',
      hasAccount: false,
    });
    const joined = await ned.ask(path, { body: { name: 'Ned', password } });
    expect(joined.json).toEqual({ slug: 'acme-works' });
    expect((await ned.ask('/api/v1/session')).json.organizations).toMatchObject([{ role: 'member' }]);
    expect((await bed.visitor().ask(path, { body: { name: 'Mallory', password } })).status).toBe(404);
  });

  it('gives an invitation for an existing account to that account alone', async () => {
    const { owner } = await bed.createOrg('second');
    const { json } = await owner.ask('/second/api/v1/invitations', { body: { email: 'ned@acme.example' } });
    const path = `/api/v1/invitations/${json.url.split('/').at(-1)}`;
    expect((await bed.visitor().ask(path, { body: { name: 'Mallory', password } })).status).toBe(401);
    expect((await owner.ask(path, { body: {} })).status).toBe(401);
    const ned = await bed.signIn('ned@acme.example');
    expect((await ned.ask(path, { body: {} })).status).toBe(200);
    expect((await ned.ask('/second/api/v1/connectors')).status).toBe(200);
  });

  it('makes organizations at free and harmless addresses', async () => {
    const ned = await bed.signIn('ned@acme.example');
    const make = (slug: string) => ned.ask('/api/v1/organizations', { body: { name: 'Third', slug } });
    expect((await make('third')).json).toMatchObject({ slug: 'third', role: 'owner' });
    expect((await make('third')).status).toBe(409);
    for (const slug of ['api', 'mcp', 'Upper', '-a', 'a b', 'o', 'first-owner', '']) {
      expect((await make(slug)).status, slug).toBe(400);
    }
    expect((await bed.visitor().ask('/api/v1/organizations', { body: { name: 'x', slug: 'x' } })).status).toBe(401);
  });

  it('shows what removing an organization does, takes it for its owner alone, and ends an empty one at once', async () => {
    const { owner, admin, org } = await bed.createOrg('short-lived');
    const connection = await bed.ports.connections.create(org.id, {
      connector: 'wiki',
      name: 'Wiki',
      config: {
        forgeInstallationId: 'i1',
        target: { connectionId: 'h', repositoryId: '1', fullName: 'a/b', branch: 'c' },
      },
    });
    const path = '/short-lived/api/v1/organization';
    expect((await owner.ask(path, { method: 'PATCH', body: { name: 'Renamed' } })).json).toMatchObject({
      slug: 'short-lived',
      name: 'Renamed',
    });
    const shown = async () => (await owner.ask(`${path}/removal`)).json;
    expect(await shown()).toMatchObject({
      underWay: null,
      connections: [
        { name: 'Wiki', role: 'source', files: 0, target: 'a/b', accountLinked: false, appInstalled: true },
      ],
      members: 3,
      confirm: 'short-lived',
    });
    const { json: key } = await admin.ask('/short-lived/api/v1/keys', { body: { name: 'agent' } });
    const end = (confirm: string) => owner.ask(`${path}?confirm=${confirm}&files=remove`, { method: 'DELETE' });
    expect((await end('other')).status).toBe(400);
    expect((await shown()).underWay).toBeNull();
    const asked = await end('short-lived');
    expect([asked.status, asked.json]).toEqual([202, { done: false }]);
    expect((await shown()).underWay).toMatchObject({ files: 'remove' });
    const withKey = await bed.visitor().ask('/short-lived/api/v1/connectors', { headers: { 'x-api-key': key.key } });
    expect(withKey.status).toBe(401);
    const more = await admin.ask('/short-lived/api/v1/connectors', { body: { connector: 'wiki' } });
    expect([more.status, more.json.code]).toEqual([409, 'organization-leaving']);

    await bed.ports.connections.remove(org.id, connection.id);
    expect((await end('short-lived')).json).toEqual({ done: true });
    for (const browser of [owner, admin]) expect((await browser.ask(path)).status).toBe(404);
    expect((await owner.ask('/api/v1/session')).json).toMatchObject({ person: {}, organizations: [] });
    const told = (await bed.ports.audit.list(org.id, 9)).map(({ action }) => action);
    expect(told).toContain('organization.removal-asked');
    expect(told.filter((action) => action === 'organization.removed')).toHaveLength(1);
  });

  it('has no way into a demonstration where none runs', async () => {
    expect((await bed.visitor().ask('/api/v1/demo/sign-in', { body: {} })).status).toBe(404);
  });
});

describe('a demonstration', () => {
  it('is signed in to with one click', async () => {
    const bed = await startServer({ settings: { demo: { sandboxUrl: 'http://127.0.0.1:1' } } });
    const browser = bed.visitor();
    const [first, second] = await Promise.all([
      browser.ask('/api/v1/demo/sign-in', { method: 'POST' }),
      bed.visitor().ask('/api/v1/demo/sign-in', { method: 'POST' }),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await browser.ask('/api/v1/session')).json).toMatchObject({
      organizations: [{ slug: 'demo', role: 'owner' }],
      demo: { sandboxUrl: 'http://127.0.0.1:1' },
    });
    await bed.close();
  });
});

describe('cookies', () => {
  it('carry the __Host- prefix where the origin is https (S33)', async () => {
    const bed = await startServer({ settings: { secureCookies: true, demo: {} } });
    const answer = await bed.visitor().ask('/api/v1/demo/sign-in', { method: 'POST' });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-ctxpipe\.session_token=/);
    for (const attribute of ['Secure', 'HttpOnly', 'Path=/', 'SameSite=Lax']) expect(cookie).toContain(attribute);
    expect(cookie).not.toMatch(/domain/i);
    await bed.close();
  });
});
