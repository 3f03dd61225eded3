import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEventSource } from '../../connectors/github/events.ts';
import type { Connection } from '../../core/connection.ts';
import { Secret } from '../../core/secret.ts';
import { origin, type ServerBed, startServer } from '../server.testbed.ts';

const secret = 'the secret of this webhook';
const push = { ref: 'refs/heads/main', repository: { id: 41 }, installation: { id: 900 } };

describe('deliveries of a repository host', () => {
  let bed: ServerBed;
  let orgId: string;
  let connection: Connection;
  let deliveries = 0;
  beforeAll(async () => {
    bed = await startServer({ events: { repositories: createEventSource(Date.now) } });
    orgId = (await bed.createOrg('acme')).org.id;
    connection = await bed.ports.connections.create(orgId, {
      connector: 'hub',
      name: 'Hub',
      config: { appId: '77', installationId: '900' },
    });
    await bed.ports.connections.putSecret(orgId, connection.id, 'githubWebhookSecret', new Secret(secret));
  });
  afterAll(() => bed?.close());

  async function deliver(
    payload: object,
    more: Readonly<Record<string, string>> = {},
    to = connection.id,
    text?: string,
  ) {
    const signed = JSON.stringify(payload);
    deliveries += 1;
    const response = await bed.server.fetch(
      new Request(`${origin}/api/v1/webhook/github/${to}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'push',
          'x-github-delivery': `delivery-${deliveries}`,
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`,
          ...more,
        },
        body: text ?? signed,
      }),
    );
    return response.status;
  }
  const pending = () => bed.ports.journal.countPending(orgId, connection.id);

  it('are written down and worked on later, once each', async () => {
    expect(await deliver(push, { 'x-github-delivery': 'same' })).toBe(204);
    expect(await deliver(push, { 'x-github-delivery': 'same' })).toBe(202);
    expect(await pending()).toBe(1);
    expect(bed.jobs.asked).toEqual([{ what: 'nudge', orgId, about: connection.id }]);
  });

  it('are refused unless the secret of this connection signs the bytes that came (S12)', async () => {
    const before = await pending();
    const body = JSON.stringify(push);
    const sign = (algorithm: string, key: string) => createHmac(algorithm, key).update(body).digest('hex');
    const refused: readonly (readonly [string, Readonly<Record<string, string>>, string?])[] = [
      ['no signature', { 'x-hub-signature-256': '' }],
      ['the older header alone', { 'x-hub-signature-256': '', 'x-hub-signature': `sha1=${sign('sha1', secret)}` }],
      ['another secret', { 'x-hub-signature-256': `sha256=${sign('sha256', 'another secret')}` }],
      ['a short one', { 'x-hub-signature-256': 'sha256=abcd' }],
      ['the body written anew', {}, JSON.stringify(push, null, 2)],
    ];
    for (const [what, headers, text] of refused) {
      expect([what, await deliver(push, headers, connection.id, text)]).toEqual([what, 401]);
    }
    const keyless = await bed.ports.connections.create(orgId, { connector: 'hub', name: 'Keyless' });
    expect(await deliver(push, {}, keyless.id)).toBe(401);
    const empty = `sha256=${createHmac('sha256', '').update(body).digest('hex')}`;
    expect(await deliver(push, { 'x-hub-signature-256': empty }, keyless.id)).toBe(401);
    expect(await pending()).toBe(before);
  });

  it('about another installation, or of no use, are taken without effect', async () => {
    const before = await pending();
    expect(await deliver({ ...push, installation: { id: 901 } })).toBe(202);
    expect(await deliver(push, { 'x-github-event': 'star' })).toBe(202);
    expect(await pending()).toBe(before);
  });

  it('say that the app was suspended, and that it is gone', async () => {
    const about = (action: string) =>
      deliver({ action, installation: { id: 900, app_id: 77 } }, { 'x-github-event': 'installation' });
    const config = async () => (await bed.ports.connections.get(orgId, connection.id))!.config;
    expect(await about('suspend')).toBe(204);
    expect(await config()).toMatchObject({ suspended: true, installationId: '900' });
    expect(await about('unsuspend')).toBe(204);
    expect((await config()).suspended).toBeUndefined();
    expect(await about('deleted')).toBe(204);
    expect((await config()).installationId).toBeUndefined();
  });

  it('of the deployment’s app are signed with its secret', async () => {
    const globalRepoApp = {
      appId: '5',
      slug: 'shared',
      privateKey: new Secret('key'),
      webhookSecret: new Secret(secret),
    };
    const shared = await startServer({
      events: { repositories: createEventSource(Date.now) },
      settings: { globalRepoApp },
    });
    const { org } = await shared.createOrg('acme');
    const made = await shared.ports.connections.create(org.id, {
      connector: 'hub',
      name: 'Hub',
      config: { installationId: '900' },
    });
    const own = bed;
    bed = shared;
    expect(await deliver(push, {}, made.id)).toBe(204);
    expect(await deliver(push, {}, 'shared')).toBe(204);
    expect(await deliver({ ...push, installation: { id: 1 } }, {}, 'shared')).toBe(404);
    expect(await deliver(push, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }, 'shared')).toBe(401);
    expect(await shared.ports.journal.countPending(org.id, made.id)).toBe(2);
    bed = own;
    expect(await deliver(push, {}, 'shared')).toBe(404);
    await shared.close();
  });
});
