import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../core/connection.ts';
import { origin, type ServerBed, startServer } from '../../server.testbed.ts';
import type { Browser } from '../../testbed/browser.testbed.ts';

describe('linking an account', () => {
  let time = Date.parse('2026-06-01T12:00:00Z');
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let connection: Connection;
  beforeAll(async () => {
    bed = await startServer({ now: () => time });
    ours = await bed.createOrg('acme');
    connection = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Wiki' });
    const { clientId, clientSecret } = bed.connectors.identity.client;
    const saved = await ours.admin.ask(`/acme/api/v1/org/atlassian-oauth?connectionId=${connection.id}`, {
      method: 'PUT',
      body: { atlassianOAuthClientId: clientId, atlassianOAuthClientSecret: clientSecret.reveal() },
    });
    expect(saved.json).toMatchObject({ oauthAppSaved: true, atlassianOAuthClientId: clientId });
    expect(saved.text).not.toContain(clientSecret.reveal());
  });
  afterAll(() => bed?.close());

  async function leave(browser: Browser, returnTo = '/acme/setup?step=link', org = 'acme', id = connection.id) {
    const query = new URLSearchParams({ connectionId: id, returnTo });
    const answer = await browser.ask(`/${org}/api/v1/org/atlassian-oauth/authorize?${query}`);
    return { status: answer.status, address: answer.headers.get('location') ?? '' };
  }
  /** The person accepts at the provider; gives the path that the browser is sent back to. */
  const accept = (address: string): string => {
    const back = bed.connectors.identity.consent(address);
    return back.pathname + back.search;
  };
  const come = async (browser: Browser, path: string) => {
    const answer = await browser.ask(path);
    return { status: answer.status, code: answer.json?.code, location: answer.headers.get('location') };
  };

  it('goes there and back through the one callback, bound to the browser, with PKCE', async () => {
    const { status, address } = await leave(ours.admin);
    expect(status).toBe(302);
    const asked = new URL(address).searchParams;
    expect(asked.get('redirect_uri')).toBe(`${origin}/api/v1/integrations/atlassian/callback`);
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('state')).toMatch(/^[\w-]{43}$/);
    expect(await come(ours.admin, accept(address))).toMatchObject({
      status: 302,
      location: '/acme/setup?step=link&linked=true',
    });
    const config = (await bed.ports.connections.get(ours.org.id, connection.id))!.config;
    expect(config.site).toEqual({ id: 'fake-site', name: 'Fake', url: 'https://wiki.example' });
    const grant = await bed.ports.grants.forConnection(ours.org.id, connection.id);
    expect(grant).toMatchObject({ accountName: 'Ada', state: 'valid' });
  });

  it('takes each answer once, from the browser and the session that started it (S1)', async () => {
    const first = accept((await leave(ours.admin)).address);
    expect((await come(ours.admin, first)).status).toBe(302);
    expect(await come(ours.admin, first)).toMatchObject({ status: 400, code: 'link-state-invalid' });

    const second = accept((await leave(ours.admin)).address);
    const stolen = bed.visitor();
    expect(await come(stolen, second)).toMatchObject({ status: 403, code: 'link-browser-other' });
    expect(await come(ours.owner, second)).toMatchObject({ status: 403, code: 'link-browser-other' });

    // The cookie of the try in the browser of somebody else, who is signed in too.
    for (const [name, value] of ours.admin.cookies) if (name.includes('.link.')) ours.owner.cookies.set(name, value);
    expect(await come(ours.owner, second)).toMatchObject({ status: 403, code: 'link-session-other' });

    for (const state of ['', 'x', 'a'.repeat(43), `${'a'.repeat(42)}%00`])
      expect((await come(ours.admin, `/api/v1/integrations/atlassian/callback?code=1&state=${state}`)).status).not.toBe(
        302,
      );
  });

  it('lets two tabs link at the same time', async () => {
    const [one, two] = [await leave(ours.admin), await leave(ours.admin)];
    expect((await come(ours.admin, accept(two.address))).status).toBe(302);
    expect((await come(ours.admin, accept(one.address))).status).toBe(302);
  });

  it('is over after ten minutes', async () => {
    const path = accept((await leave(ours.admin)).address);
    time += 11 * 60_000;
    expect(await come(ours.admin, path)).toMatchObject({ status: 400, code: 'link-state-invalid' });
  });

  it('says that the person declined, or that the code is no good, and keeps what was linked', async () => {
    const state = new URL((await leave(ours.admin)).address).searchParams.get('state');
    const declined = `/api/v1/integrations/atlassian/callback?error=access_denied&state=${state}`;
    expect((await come(ours.admin, declined)).location).toContain('linkError=access_denied');
    const other = new URL((await leave(ours.admin)).address).searchParams.get('state');
    const made = `/api/v1/integrations/atlassian/callback?code=made-up&state=${other}`;
    expect((await come(ours.admin, made)).location).toContain('linkError=not_accepted');
    expect(await bed.ports.grants.forConnection(ours.org.id, connection.id)).not.toBeNull();
  });

  it('names the scope that was not granted, and keeps what was linked', async () => {
    const { signIn } = bed.connectors.identity;
    const { exchange } = signIn;
    const before = await bed.ports.grants.forConnection(ours.org.id, connection.id);
    Object.assign(signIn, {
      exchange: async (...args: Parameters<typeof exchange>) => ({ ...(await exchange(...args)), scopes: ['write'] }),
    });
    const { location } = await come(ours.admin, accept((await leave(ours.admin)).address));
    Object.assign(signIn, { exchange });
    expect(new URL(location!, origin).searchParams.get('linkError')).toBe('missing_scope');
    expect(new URL(location!, origin).searchParams.get('missing')).toBe('read');
    expect(await bed.ports.grants.forConnection(ours.org.id, connection.id)).toEqual(before);
  });

  it('asks which of several sites, holds it by its id whatever it is called, and takes no other one (F15)', async () => {
    const { signIn } = bed.connectors.identity;
    const { sites } = signIn;
    const show = (...some: { id: string; name: string }[]) =>
      Object.assign(signIn, {
        sites: async () => some.map((site) => ({ ...site, url: `https://${site.name.toLowerCase()}.example` })),
      });
    const { id } = await bed.ports.connections.create(ours.org.id, {
      connector: 'wiki',
      name: 'Two sites',
      config: (await bed.ports.connections.get(ours.org.id, connection.id))!.config.atlassianOAuthClientId
        ? { atlassianOAuthClientId: bed.connectors.identity.client.clientId }
        : {},
    });
    await bed.ports.connections.putSecret(
      ours.org.id,
      id,
      'atlassianOAuthClientSecret',
      bed.connectors.identity.client.clientSecret,
    );
    const siteOf = async () => (await bed.ports.connections.get(ours.org.id, id))!.config.site;
    const link = async () => {
      const { location } = await come(ours.admin, accept((await leave(ours.admin, '/acme/setup', 'acme', id)).address));
      return new URL(location!, origin).searchParams;
    };
    const choose = (siteId: string) =>
      ours.admin.ask('/acme/api/v1/connectors/atlassian/site', { method: 'PUT', body: { connectionId: id, siteId } });
    const [one, two] = [
      { id: 'site-1', name: 'One' },
      { id: 'site-2', name: 'Two' },
    ];
    try {
      await bed.ports.grants.remove(ours.org.id, connection.id);
      show(one, two);
      expect((await link()).get('linked')).toBe('true');
      expect(await siteOf()).toBeUndefined();
      expect((await choose('site-2')).status).toBe(200);
      expect(await siteOf()).toMatchObject({ id: 'site-2', url: 'https://two.example' });

      show(one, { id: 'site-2', name: 'Renamed' });
      expect((await link()).get('linked')).toBe('true');
      expect(await siteOf()).toEqual({ id: 'site-2', name: 'Renamed', url: 'https://renamed.example' });
      show(one);
      expect((await link()).get('linkError')).toBe('other_site');
      // Another site may bear the old name.
      show({ id: 'site-3', name: 'Renamed' });
      expect((await link()).get('linkError')).toBe('other_site');

      await bed.ports.connections.patch(ours.org.id, id, { forgeInstallationId: 'i1' });
      show(one, two);
      expect((await choose('site-1')).json.code).toBe('site-pinned');
      expect(await siteOf()).toMatchObject({ id: 'site-2' });

      // An app stands on a site, or is being put there, of which no linked account has told.
      const { ports } = bed;
      const patch = (changes: object) => ports.connections.patch(ours.org.id, id, changes as never);
      const tokenOf = (site: string) => ({
        systemTokenMeta: { apiBaseUrl: `https://api.example/ex/wiki/${site}`, issuedAt: '', expiresAt: '' },
      });
      const nothing = { forgeInstallationId: null, forgeAppId: null, forgeSiteHost: null, systemTokenMeta: null };
      const { jobId } = await ports.provisions.start(ours.org.id, id, ['install']);
      for (const [hint, standing] of [
        ['two.example', { forgeSiteHost: 'two.example' }],
        ['two.example', { forgeSiteHost: 'two.example', forgeAppId: 'app' }],
        ['site-2', tokenOf('site-2')],
      ] as const) {
        await patch({ ...nothing, ...standing, site: null });
        show(one);
        expect((await link()).get('linkError')).toBe('other_site');
        show(one, two);
        expect((await link()).get('linked')).toBe('true');
        const { status, json } = await choose('site-1');
        expect([status, json.code, json.hint]).toEqual([409, 'site-pinned', expect.stringContaining(hint)]);
        expect(await siteOf()).toBeUndefined();
        expect((await choose('site-2')).status).toBe(200);
        await ports.provisions.finish(ours.org.id, jobId, { status: 'succeeded' });
      }
      // A host in the form alone holds nothing.
      await patch({ ...nothing, forgeSiteHost: 'two.example', site: null });
      expect((await choose('site-1')).status).toBe(200);
    } finally {
      Object.assign(signIn, { sites });
      await bed.ports.connections.remove(ours.org.id, id);
      await come(ours.admin, accept((await leave(ours.admin)).address));
    }
  });

  it('gives back the grant of the account before once another one is linked, and says which in the audit log', async () => {
    const { signIn } = bed.connectors.identity;
    const { account, revoke } = signIn;
    const revoked: string[] = [];
    let answers = true;
    Object.assign(signIn, {
      revoke: async (_: unknown, token: { reveal(): string }) => {
        if (!answers) throw new Error('Nobody answers.');
        revoked.push(token.reveal());
      },
    });
    const be = (id: string, name: string) => Object.assign(signIn, { account: async () => ({ id, name }) });
    const link = async () => come(ours.admin, accept((await leave(ours.admin)).address));
    const tokenOf = async () => {
      const { id } = (await bed.ports.grants.forConnection(ours.org.id, connection.id))!;
      return (await bed.ports.grants.tokens(ours.org.id, id)).refreshToken!.reveal();
    };
    const lastLinked = async () =>
      (await bed.ports.audit.list(ours.org.id, 5)).find(({ action }) => action === 'account.linked')!.detail;
    try {
      await link();
      const first = await tokenOf();
      await link();
      // The same account again: ending what was granted could end the new link too.
      expect([revoked, await lastLinked()]).toEqual([[], { accountId: 'p1', accountName: 'Ada' }]);
      const second = await tokenOf();
      expect(second).not.toBe(first);
      be('p2', 'Bob');
      await link();
      expect(revoked).toEqual([second]);
      expect(await lastLinked()).toEqual({
        accountId: 'p2',
        accountName: 'Bob',
        formerAccountId: 'p1',
        formerAccountName: 'Ada',
        formerRevoked: true,
      });
      answers = false;
      be('p3', 'Cy');
      expect((await link()).location).toContain('linked=true');
      expect(await lastLinked()).toMatchObject({ formerAccountName: 'Bob', formerRevoked: false });
      expect(await bed.ports.grants.forConnection(ours.org.id, connection.id)).toMatchObject({ accountId: 'p3' });
    } finally {
      Object.assign(signIn, { account, revoke });
      await link();
      // Past the limit of how often one may come back.
      time += 5 * 60_000;
    }
  });

  it('takes an answer of no other issuer', async () => {
    const path = accept((await leave(ours.admin)).address);
    expect(await come(ours.admin, `${path}&iss=https://evil.example`)).toMatchObject({
      status: 400,
      code: 'link-issuer-other',
    });
  });

  it('is not left to somebody who lost the role on the way', async () => {
    const path = accept((await leave(ours.admin)).address);
    const members = (await ours.owner.ask('/acme/api/v1/members')).json as { id: string; role: string }[];
    const { id } = members.find(({ role }) => role === 'admin')!;
    const be = (role: string) => ours.owner.ask(`/acme/api/v1/members/${id}`, { method: 'PATCH', body: { role } });
    await be('member');
    expect((await come(ours.admin, path)).status).toBe(404);
    await be('admin');
  });

  it('returns to paths of this server alone (S3)', async () => {
    const elsewhere = [
      '//e.example',
      '/\\e.example',
      '/\t/e.example',
      '/%5ce.example/../..//e.example',
      '/x/%2e%2e//e.example',
      'https:e.example',
      'https://e.example',
      'javascript:alert(1)',
      '/a/../\\e.example',
      '/a\r\nLocation: https://e.example',
      '/x/..//e.example',
    ];
    for (const returnTo of elsewhere) {
      const { location } = await come(ours.admin, accept((await leave(ours.admin, returnTo)).address));
      const target = new URL(location!, origin);
      expect([returnTo, target.origin, /^\/\//.test(location!)]).toEqual([returnTo, origin, false]);
    }
    const kept = await come(ours.admin, accept((await leave(ours.admin, '/o/acme/setup/1/link?x=%2F')).address));
    expect(kept.location).toBe('/o/acme/setup/1/link?x=%2F&linked=true');
  });

  it('of somebody else’s account asks for a claim, which can be confirmed once or cancelled (S2)', async () => {
    const theirs = await bed.createOrg('other');
    const second = await bed.ports.connections.create(theirs.org.id, { connector: 'wiki', name: 'Second' });
    const { clientId, clientSecret } = bed.connectors.identity.client;
    const app = { atlassianOAuthClientId: clientId, atlassianOAuthClientSecret: clientSecret.reveal() };
    await theirs.admin.ask('/other/api/v1/org/atlassian-oauth', { method: 'PUT', body: app });
    const claim = async () => {
      const { address } = await leave(theirs.admin, '/other', 'other', second.id);
      const { location } = await come(theirs.admin, accept(address));
      return new URL(location!, origin).searchParams.get('claim')!;
    };
    const settle = (by: Browser, id: string, how: string, org = 'other') =>
      by.ask(`/${org}/api/v1/connectors/atlassian/pending-claim/${id}/${how}`, { method: 'POST' });
    const holder = () => bed.ports.grants.forConnection(theirs.org.id, second.id);

    const cancelled = await claim();
    expect(await holder()).toBeNull();
    expect((await theirs.member.ask('/other/api/v1/connectors/atlassian/status')).json.pendingClaim.id).toBe(cancelled);
    expect((await settle(ours.admin, cancelled, 'confirm', 'acme')).status).toBe(404);
    expect((await settle(theirs.owner, cancelled, 'confirm')).status).toBe(404);
    expect((await settle(theirs.admin, cancelled, 'cancel')).status).toBe(200);
    expect((await settle(theirs.admin, cancelled, 'confirm')).json.code).toBe('claim-gone');
    expect(await holder()).toBeNull();

    const late = await claim();
    time += 16 * 60_000;
    expect((await settle(theirs.admin, late, 'confirm')).status).toBe(404);

    const confirmed = await claim();
    expect((await settle(theirs.admin, confirmed, 'confirm')).json).toEqual({
      connectionId: second.id,
      accountName: 'Ada',
    });
    expect(await holder()).toMatchObject({ state: 'valid' });
    expect((await settle(theirs.admin, confirmed, 'confirm')).status).toBe(404);
    const actions = (await bed.ports.audit.list(theirs.org.id, 50)).map(({ action }) => action);
    for (const action of ['account.claim-asked', 'account.claim-cancelled', 'account.claimed'])
      expect(actions).toContain(action);
  });
});
