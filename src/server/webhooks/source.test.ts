import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection, Json } from '../../core/connection.ts';
import { type ServerBed, startServer } from '../server.testbed.ts';
import {
  appId,
  installationId,
  type Minted,
  otherAppId,
  otherInstallationId,
  startAppPlatform,
} from '../testbed/app-platform.testbed.ts';
import type { Browser } from '../testbed/browser.testbed.ts';

const site = { id: 'fake-site', name: 'Fake', url: 'https://wiki.example' };
const updated = { eventType: 'avi:confluence:updated:page', content: { id: '77', space: { id: 's1' } } };
const installed = { eventType: 'avi:forge:installed:app', id: installationId, context: 'fake-site' };

describe('deliveries of a source', () => {
  const time = Date.parse('2026-06-01T12:00:00Z');
  let bed: ServerBed;
  let platform: Awaited<ReturnType<typeof startAppPlatform>>;
  let orgId: string;
  let admin: Browser;
  let connection: Connection;
  beforeAll(async () => {
    platform = await startAppPlatform(() => time);
    bed = await startServer({ now: () => time, events: { source: platform.events } });
    const ours = await bed.createOrg('acme');
    orgId = ours.org.id;
    admin = ours.admin;
  });
  afterAll(async () => {
    await bed?.close();
    await platform?.close();
  });

  async function connect(config: Record<string, Json> = {}): Promise<void> {
    connection = await bed.ports.connections.create(orgId, { connector: 'wiki', name: 'Wiki', config });
    bed.jobs.asked.length = 0;
  }
  const known = { site, forgeAppId: appId, forgeInstallationId: installationId };
  beforeEach(() => connect(known));

  interface Sent {
    readonly token?: string | null;
    readonly system?: string;
    readonly channel?: string;
    readonly to?: string;
  }
  async function deliver(body: unknown, minted: Minted = {}, sent: Sent = {}) {
    const token = sent.token === undefined ? await platform.token(minted) : sent.token;
    return bed.visitor().ask(`/api/v1/webhook/atlassian/forge/${sent.to ?? connection.id}${sent.channel ?? ''}`, {
      body,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(sent.system === undefined ? {} : { 'x-forge-oauth-system': sent.system }),
      },
    });
  }
  // What connections of earlier tests still have to tell comes at its own time.
  const nudged = () => bed.jobs.asked.filter(({ about }) => about === connection.id);
  const now = async () => (await bed.ports.connections.get(orgId, connection.id))!.config;
  const pending = async () => (await bed.ports.journal.pending(orgId, connection.id, 10)).map(({ change }) => change);

  it('are written down, answered, and worked on later', async () => {
    expect((await deliver(updated)).status).toBe(204);
    expect(await pending()).toMatchObject([{ subject: 'page', subjectId: '77', spaceId: 's1', action: 'updated' }]);
    expect(nudged()).toEqual([{ what: 'nudge', orgId, about: connection.id }]);
  });

  it('R21: are answered before any of their work is done, and for work that never ends too', async () => {
    const { nudge } = bed.jobs;
    bed.jobs.nudge = () => new Promise(() => undefined);
    const answer = await Promise.race([deliver(updated), new Promise((resolve) => setTimeout(resolve, 4_000, 'late'))]);
    bed.jobs.nudge = nudge;
    expect(answer).toMatchObject({ status: 204 });
    expect(await pending()).toHaveLength(1);
  });

  it('of many at once wake the dispatcher a few times, and after the last one', async () => {
    await Promise.all(Array.from({ length: 20 }, () => deliver(updated)));
    await new Promise((go) => setTimeout(go, 400));
    expect(nudged().length).toBeLessThan(20);
    expect(nudged().length).toBeGreaterThanOrEqual(2);
    expect(await bed.ports.journal.countPending(orgId, connection.id)).toBe(20);
  });

  it('are taken once, however often they come (S15)', async () => {
    const token = await platform.token();
    expect((await deliver(updated, {}, { token })).status).toBe(204);
    expect((await deliver(updated, {}, { token })).status).toBe(202);
    expect(await pending()).toHaveLength(1);
  });

  it('that mean nothing to us are taken, so that they are not sent again', async () => {
    expect((await deliver({ eventType: 'avi:confluence:liked:page', content: { id: '1' } })).status).toBe(202);
    expect(await pending()).toEqual([]);
  });

  it('are refused unless the platform signed them for this app, this installation and this site (S13, S14)', async () => {
    const stranger = await generateKeyPair('RS256', { modulusLength: 2048 });
    const at = Math.floor(time / 1000);
    const none = `${btoa('{"alg":"none"}')}.${btoa('{}')}.`.replaceAll('=', '');
    const cases: readonly (readonly [string, number, Minted, string | null | undefined])[] = [
      ['no token', 401, {}, null],
      ['no algorithm', 401, {}, none],
      ['a key of somebody else', 401, { key: stranger.privateKey }, undefined],
      [
        'the public key as a shared secret',
        401,
        { header: { alg: 'HS256', kid: 'k1' }, key: new TextEncoder().encode(platform.publicKeyPem) },
        undefined,
      ],
      ['an unknown key', 401, { header: { alg: 'RS256', kid: 'k9' } }, undefined],
      ['another app', 401, { app: otherAppId }, undefined],
      ['our app as the audience of another', 401, { claims: { aud: otherAppId } }, undefined],
      ['no audience', 401, { claims: { aud: undefined } }, undefined],
      ['another issuer', 401, { claims: { iss: 'somebody' } }, undefined],
      ['expired', 401, { claims: { iat: at - 900, exp: at - 600 } }, undefined],
      ['from the future', 401, { claims: { iat: at + 900, exp: at + 1200 } }, undefined],
    ];
    for (const [what, status, minted, token] of cases) {
      const answer = await deliver(updated, minted, {
        system: 'stolen-token',
        ...(token === undefined ? {} : { token }),
      });
      expect([what, answer.status, answer.json.code]).toEqual([what, status, 'delivery-refused']);
    }
    expect(await pending()).toEqual([]);
    expect(await bed.ports.connections.hasSecret(orgId, connection.id, 'appSystemToken')).toBe(false);
  });

  it('of another place than the signed one are taken without any work, and told in the audit log (S14, F18)', async () => {
    const elsewhere: readonly (readonly [string, object, Minted])[] = [
      ['claims of another installation', updated, { installation: otherInstallationId }],
      ['claims of another site', updated, { site: 'other-site' }],
      ['a body of another site', { ...updated, cloudId: 'other-site' }, {}],
      ['a context of another site', { ...updated, context: { cloudId: 'other-site' } }, {}],
      ['a body of another installation', { ...updated, installationId: otherInstallationId }, {}],
      ['an installed event of another installation', { ...installed, id: otherInstallationId }, {}],
      ['an installed event of another site', { ...installed, context: 'ari:cloud:confluence::site/other-site' }, {}],
      ['an uninstalled event of another', { ...installed, eventType: 'avi:forge:uninstalled:app', id: '9' }, {}],
    ];
    const before = await now();
    for (const [what, body, minted] of elsewhere)
      expect([what, (await deliver(body, minted, { system: 'stolen-token' })).status]).toEqual([what, 202]);
    expect(await pending()).toEqual([]);
    expect(await now()).toEqual(before);
    expect(await bed.ports.connections.hasSecret(orgId, connection.id, 'appSystemToken')).toBe(false);
    const told = (await bed.ports.audit.list(orgId, 50)).filter((entry) => entry.connectionId === connection.id);
    expect(told.map(({ action }) => action)).toEqual(elsewhere.map(() => 'delivery.refused'));
    expect(nudged()).toEqual([]);
    const rightly = { ...updated, cloudId: 'fake-site', context: { cloudId: 'fake-site' }, installationId };
    expect((await deliver(rightly)).status).toBe(204);
  });

  it('fetch the keys once for a flood of unknown ones (S13)', async () => {
    const before = platform.fetches();
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => deliver(updated, { header: { alg: 'RS256', kid: `flood-${n}` } })),
    );
    expect(platform.fetches() - before).toBeLessThanOrEqual(1);
  });

  it('R16: bring tokens, of which the newest is kept, sealed and never shown', async () => {
    const jwt = (iat: number, name: string) =>
      [{ alg: 'none' }, { iat, exp: iat + 3600, name }]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
        .concat('.s');
    const at = Math.floor(time / 1000);
    const [older, newer] = [jwt(at - 60, 'older'), jwt(at, 'newer')];
    const refresh = { channel: '/token-refresh' };
    const kept = async () => (await bed.ports.connections.secret(orgId, connection.id, 'appSystemToken'))?.reveal();
    expect((await deliver({}, {}, { ...refresh, system: older })).status).toBe(204);
    expect(await kept()).toBe(older);
    expect((await deliver(updated, {}, { system: newer })).status).toBe(204);
    expect((await deliver({}, {}, { ...refresh, system: older })).status).toBe(204);
    expect(await kept()).toBe(newer);
    expect((await now()).systemTokenMeta).toEqual({
      apiBaseUrl: 'https://api.wiki.example/ex/confluence/fake-site',
      issuedAt: new Date(at * 1000).toISOString(),
      expiresAt: new Date((at + 3600) * 1000).toISOString(),
    });
    expect(bed.lines.join('\n')).not.toContain(newer);
  });

  describe('S14: bring tokens whose times nobody signed', () => {
    const at = Math.floor(time / 1000);
    const far = at + 10 * 365 * 86_400;
    const jwt = (claims: object) =>
      [{ alg: 'none' }, claims]
        .map((part) => btoa(JSON.stringify(part)).replace(/=+$/, ''))
        .join('.')
        .concat('.s');
    const refresh = (system: string) => deliver({}, {}, { channel: '/token-refresh', system });
    const kept = async () => (await bed.ports.connections.secret(orgId, connection.id, 'appSystemToken'))?.reveal();
    const meta = async () => (await now()).systemTokenMeta as { issuedAt: string; expiresAt: string } | undefined;

    it('and none from the future is kept, nor keeps the genuine one away', async () => {
      const genuine = jwt({ iat: at - 30, exp: at + 3570 });
      expect((await refresh(jwt({ iat: far, exp: far + 3600 }))).status).toBe(204);
      expect((await refresh(jwt({ iat: at + 61, exp: at + 3600 }))).status).toBe(204);
      expect([await kept(), await meta()]).toEqual([undefined, undefined]);
      await refresh(genuine);
      expect(await kept()).toBe(genuine);
    });

    it('and one of the future that is kept already gives way to the next genuine one', async () => {
      const issuedAt = new Date(far * 1000).toISOString();
      await bed.ports.connections.patch(orgId, connection.id, {
        systemTokenMeta: { apiBaseUrl: 'x', issuedAt, expiresAt: issuedAt },
      });
      const genuine = jwt({ iat: at, exp: at + 3600 });
      await refresh(genuine);
      expect([await kept(), (await meta())?.issuedAt]).toEqual([genuine, new Date(time).toISOString()]);
    });

    it('and none is believed to live for more than some hours', async () => {
      await refresh(jwt({ iat: at, exp: far }));
      expect((await meta())?.expiresAt).toBe(new Date(time + 4 * 3_600_000).toISOString());
      for (const times of [
        { exp: at - 4000 },
        { iat: Number.MAX_VALUE },
        { iat: -1e300, exp: at },
        { iat: at, exp: 1e300 },
      ])
        expect((await refresh(jwt(times))).status).toBe(204);
    });
  });

  it('of many at once leave the newest token', async () => {
    const at = Math.floor(time / 1000);
    const tokens = Array.from({ length: 8 }, (_, n) =>
      [{ alg: 'none' }, { iat: at - n, exp: at + 3600 }]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
        .concat('.s'),
    );
    await Promise.all(tokens.map((system) => deliver({}, {}, { channel: '/token-refresh', system })));
    const meta = (await now()).systemTokenMeta as { issuedAt: string };
    expect(meta.issuedAt).toBe(new Date(at * 1000).toISOString());
    const kept = await bed.ports.connections.secret(orgId, connection.id, 'appSystemToken');
    expect(kept?.reveal()).toBe(tokens[0]);
  });

  it('do all of their work when they are sent again after it failed half way', async () => {
    await connect({ site, pendingInstall: { startedAt: new Date(time).toISOString() } });
    const { connections } = bed.ports;
    const { patch } = connections;
    Object.assign(connections, {
      patch: async () => {
        throw new Error('the database is away');
      },
    });
    const token = await platform.token();
    const failed = await deliver(installed, {}, { token, system: 'token-that-came-with-it' });
    Object.assign(connections, { patch });
    expect(failed.status).toBe(500);
    expect((await deliver(installed, {}, { token, system: 'token-that-came-with-it' })).status).toBe(204);
    expect(await now()).toMatchObject({ forgeAppId: appId, forgeInstallationId: installationId });
    expect(await connections.hasSecret(orgId, connection.id, 'appSystemToken')).toBe(true);
  });

  describe('about the app itself (R10)', () => {
    const pendingInstall = () => ({ startedAt: new Date(time).toISOString() });

    it('make an app known that this connection waits for on its own site', async () => {
      await connect({ site, pendingInstall: pendingInstall() });
      expect((await deliver(installed)).status).toBe(204);
      expect(await now()).toMatchObject({ forgeAppId: appId, forgeInstallationId: installationId });
      expect((await now()).pendingInstall).toBeUndefined();
    });

    it('bind nothing that was not asked for, too late, or from another site, whatever the body says', async () => {
      const nothing = async (config: Record<string, Json>, minted: Minted, body: object = installed) => {
        await connect(config);
        expect([202, 403]).toContain((await deliver(body, minted, { system: 'token-of-an-attacker' })).status);
        expect((await now()).forgeAppId).toBeUndefined();
        expect(await bed.ports.connections.hasSecret(orgId, connection.id, 'appSystemToken')).toBe(false);
      };
      await nothing({ site }, {});
      await nothing({ pendingInstall: pendingInstall() }, {});
      await nothing({ site, pendingInstall: pendingInstall() }, { app: otherAppId, site: 'other-site' });
      await nothing(
        { site, pendingInstall: pendingInstall() },
        { site: 'other-site' },
        { ...installed, context: 'fake-site' },
      );
      await nothing({ site, pendingInstall: { startedAt: '2026-05-30T00:00:00Z' } }, {});
      await nothing({ site, pendingInstall: pendingInstall() }, {}, updated);
    });

    it('are told to the person who waits for one, as is what keeps it away', async () => {
      await connect({ site });
      const path = '/acme/api/v1/connectors/atlassian';
      const status = async () => (await admin.ask(`${path}/status?connectionId=${connection.id}`)).json;
      expect((await status()).install).toBeNull();
      const started = await admin.ask(`${path}/install-started`, { body: { connectionId: connection.id } });
      expect(started.status).toBe(200);
      const codes = async () => (await status()).install.hints.map(({ code }: { code: string }) => code);
      expect(await codes()).toEqual(['origin-not-public']);
      expect((await deliver(installed, { site: 'other-site' })).status).toBe(202);
      expect(await codes()).toEqual(['origin-not-public', 'delivery-refused']);
      expect((await deliver(installed, {}, { system: 'the-first-token-of-the-app' })).status).toBe(204);
      const { install, steps } = await status();
      expect(install).toBeNull();
      expect(steps.find(({ id }: { id: string }) => id === 'provision').state).toBe('done');
    });

    it('follow a new installation of our own app, and never one of another', async () => {
      const again = { ...installed, id: otherInstallationId };
      expect((await deliver(again, { app: otherAppId, installation: otherInstallationId })).status).toBe(401);
      expect((await deliver(again, { installation: otherInstallationId })).status).toBe(204);
      expect(await now()).toMatchObject({ forgeAppId: appId, forgeInstallationId: otherInstallationId });
    });

    it('end what an uninstalled app could do, and keep what was set up', async () => {
      await deliver({}, {}, { channel: '/token-refresh', system: 'system-token-that-is-wiped' });
      const gone = { eventType: 'avi:forge:uninstalled:app', id: installationId };
      expect((await deliver(gone, {}, { system: 'system-token-that-comes-too-late' })).status).toBe(204);
      const config = await now();
      expect([config.forgeInstallationId, config.systemTokenMeta]).toEqual([undefined, undefined]);
      expect([config.forgeAppId, config.site]).toEqual([appId, site]);
      expect(await bed.ports.connections.hasSecret(orgId, connection.id, 'appSystemToken')).toBe(false);
    });
  });

  it('that come after the app was taken off bring nothing back, until it is installed again', async () => {
    const gone = { eventType: 'avi:forge:uninstalled:app', id: installationId };
    const system = 'system-token-that-comes-too-late';
    const hasToken = () => bed.ports.connections.hasSecret(orgId, connection.id, 'appSystemToken');
    expect((await deliver(gone)).status).toBe(204);
    bed.jobs.asked.length = 0;
    const late: readonly (readonly [object, string])[] = [
      [{}, '/token-refresh'],
      [updated, ''],
      [{ eventType: 'avi:forge:upgraded:app', id: installationId }, ''],
      [gone, ''],
      [{ eventType: 'avi:confluence:liked:page', content: { id: '1' } }, ''],
    ];
    for (const [body, channel] of late)
      expect([body, (await deliver(body, {}, { channel, system })).status]).toEqual([body, 202]);
    const config = await now();
    expect([config.forgeInstallationId, config.systemTokenMeta, await hasToken()]).toEqual([
      undefined,
      undefined,
      false,
    ]);
    expect([await pending(), nudged()]).toEqual([[], []]);
    const again = { ...installed, id: otherInstallationId };
    expect((await deliver(again, { installation: otherInstallationId }, { system })).status).toBe(204);
    expect(await hasToken()).toBe(true);
    expect((await deliver(updated, { installation: otherInstallationId })).status).toBe(204);
    expect(await pending()).toHaveLength(1);
  });

  it('with a token that was under way while the app was taken off bring none back', async () => {
    const { connections } = bed.ports;
    const { compareAndSet } = connections;
    const gone = { eventType: 'avi:forge:uninstalled:app', id: installationId };
    Object.assign(connections, {
      compareAndSet: async (...given: Parameters<typeof compareAndSet>) => {
        Object.assign(connections, { compareAndSet });
        expect((await deliver(gone)).status).toBe(204);
        return compareAndSet.apply(connections, given);
      },
    });
    await deliver({}, {}, { channel: '/token-refresh', system: 'system-token-under-way' });
    expect((await now()).systemTokenMeta).toBeUndefined();
    expect(await connections.hasSecret(orgId, connection.id, 'appSystemToken')).toBe(false);
  });

  it('to nobody, of another kind, or too large are turned away', async () => {
    expect((await deliver(updated, {}, { to: 'nobody' })).status).toBe(404);
    const hub = await bed.ports.connections.create(orgId, { connector: 'hub', name: 'Hub' });
    expect((await deliver(updated, {}, { to: hub.id })).status).toBe(404);
    expect((await deliver({ ...updated, more: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  it('are taken even when the dispatcher cannot be told', async () => {
    const { nudge } = bed.jobs;
    bed.jobs.nudge = async () => {
      throw new Error('no dispatcher');
    };
    expect((await deliver(updated)).status).toBe(204);
    bed.jobs.nudge = nudge;
    expect(await pending()).toHaveLength(1);
  });
});
