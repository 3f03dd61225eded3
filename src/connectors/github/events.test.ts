import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DeliveryExpectation, VerifiedDelivery } from '../../core/roles/event-source.ts';
import { Secret } from '../../core/secret.ts';
import { createEventSource } from './events.ts';

const receivedAt = '2026-06-01T00:00:00.000Z';
const events = createEventSource(() => Date.parse(receivedAt));
const secret = 'the webhook secret';
const expected: DeliveryExpectation = {
  connectionId: 'c1',
  appId: '12',
  installationId: '34',
  siteId: null,
  signingSecrets: [new Secret(secret)],
};
const push = {
  ref: 'refs/heads/main',
  after: 'a'.repeat(40),
  forced: false,
  created: false,
  repository: { id: 7, pushed_at: 1_780_000_000 },
  installation: { id: 34 },
};

const hmac = (body: string | Uint8Array, key = secret, algorithm = 'sha256'): string =>
  createHmac(algorithm, key).update(body).digest('hex');

interface Sent {
  readonly event?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly expected?: DeliveryExpectation;
}

function send(payload: object, sent: Sent = {}): Promise<VerifiedDelivery> {
  const body = sent.body ?? JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    'x-github-event': sent.event ?? 'push',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': `sha256=${hmac(body)}`,
    ...sent.headers,
  };
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return events.verify({ headers, body: bytes, channel: 'events' }, sent.expected ?? expected);
}

describe('S12: signatures', () => {
  it('takes the exact bytes signed with the secret', async () => {
    expect(await send(push)).toMatchObject({ verdict: 'accepted', deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958' });
  });

  it('takes either of two secrets during a rotation, and none when there are none', async () => {
    const both = { ...expected, signingSecrets: [new Secret('the new secret'), new Secret(secret)] };
    expect((await send(push, { expected: both })).verdict).toBe('accepted');
    const header = `sha256=${hmac(JSON.stringify(push), 'the new secret')}`;
    expect((await send(push, { expected: both, headers: { 'x-hub-signature-256': header } })).verdict).toBe('accepted');
    expect(await send(push, { expected: { ...expected, signingSecrets: [] } })).toMatchObject({ status: 401 });
  });

  const body = JSON.stringify(push);
  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['no prefix', hmac(body)],
    ['a wrong secret', `sha256=${hmac(body, 'another secret')}`],
    ['a short digest', `sha256=${hmac(body).slice(0, 62)}`],
    ['a long digest', `sha256=${hmac(body)}00`],
    ['SHA-1 under the new name', `sha256=${hmac(body, secret, 'sha1')}`],
    ['SHA-1 by its own name', `sha1=${hmac(body, secret, 'sha1')}`],
    ['no hexadecimal', `sha256=${'z'.repeat(64)}`],
    ['two digests', `sha256=${hmac(body)},sha256=${hmac(body)}`],
  ])('refuses %s', async (_, header) => {
    const headers = { 'x-hub-signature-256': header, 'x-hub-signature': `sha1=${hmac(body, secret, 'sha1')}` };
    expect(await send(push, { headers })).toMatchObject({ verdict: 'refused', status: 401 });
  });

  it('refuses the same JSON written in another way', async () => {
    const headers = { 'x-hub-signature-256': `sha256=${hmac(body)}` };
    expect(await send(push, { headers, body: JSON.stringify(push, null, 1) })).toMatchObject({ status: 401 });
  });

  it('refuses signed bodies that are no JSON object, another content type, and missing names', async () => {
    for (const bad of ['', 'null', '[]', '"x"', '{', Buffer.from([0x7b, 0xff, 0x7d])]) {
      expect(await send({}, { body: bad })).toMatchObject({ verdict: 'refused', status: 400 });
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await send(push, { headers: form })).toMatchObject({ status: 400 });
    expect(await send(push, { headers: { 'x-github-delivery': undefined } })).toMatchObject({ status: 400 });
    expect(await send(push, { headers: { 'x-github-event': 'a b' } })).toMatchObject({ status: 400 });
    expect(await send({}, { body: new Uint8Array(25 * 1024 * 1024 + 1) })).toMatchObject({ status: 400 });
  });
});

describe('what events say', () => {
  const changesOf = async (event: string, payload: object) => {
    const verified = await send({ installation: { id: 34 }, ...payload }, { event });
    return verified.verdict === 'accepted' ? verified.changes : verified;
  };

  it('a push to a branch changes the repository, at the time of the push', async () => {
    const at = '2026-05-28T20:26:40.000Z';
    const change = { subject: 'repository', subjectId: '7', spaceId: null, action: 'updated', at };
    expect(await changesOf('push', push)).toEqual([{ ...change, commit: push.after }]);
    for (const other of [{ after: undefined }, { forced: true }, { created: true }, { forced: undefined }])
      expect(await changesOf('push', { ...push, ...other })).toEqual([change]);
    expect(await changesOf('push', { ...push, ref: 'refs/tags/v1' })).toMatchObject({ verdict: 'ignored' });
  });

  it.each(['opened', 'closed', 'reopened', 'synchronize', 'edited'])(
    'a pull request that is %s changes it',
    async (action) => {
      const pull_request = { number: 3, updated_at: '2026-05-01T10:00:00+02:00' };
      expect(await changesOf('pull_request', { action, repository: { id: 7 }, pull_request })).toEqual([
        { subject: 'pull-request', subjectId: '7#3', spaceId: null, action: 'updated', at: '2026-05-01T08:00:00.000Z' },
      ]);
    },
  );

  it.each([
    ['renamed', 'moved'],
    ['transferred', 'moved'],
    ['archived', 'archived'],
    ['publicized', 'updated'],
    ['deleted', 'removed'],
  ])('a repository that is %s is %s', async (action, means) => {
    expect(await changesOf('repository', { action, repository: { id: 7, updated_at: 'never' } })).toEqual([
      { subject: 'repository', subjectId: '7', spaceId: null, action: means, at: receivedAt },
    ]);
  });

  it.each([
    ['created', 'installed'],
    ['deleted', 'uninstalled'],
    ['suspend', 'suspended'],
    ['unsuspend', 'unsuspended'],
    ['new_permissions_accepted', 'upgraded'],
  ])('an installation that is %s is %s', async (action, event) => {
    const verified = await send({ action, installation: { id: 34, app_id: 12 } }, { event: 'installation' });
    expect(verified).toMatchObject({
      verdict: 'accepted',
      lifecycle: { event, appId: '12', installationId: '34', siteId: null },
    });
  });

  it('repositories that the installation gains and loses are changes', async () => {
    const payload = { repositories_added: [{ id: 7 }], repositories_removed: [{ id: 8 }] };
    const found = await changesOf('installation_repositories', payload);
    expect(found).toMatchObject([
      { subjectId: '7', action: 'created' },
      { subjectId: '8', action: 'removed' },
    ]);
  });

  it('F18: everything else is ignored, also what is about another installation', async () => {
    for (const event of ['ping', 'star', 'constructor', '__proto__', 'check_run']) {
      expect(await changesOf(event, {})).toMatchObject({ verdict: 'ignored', deliveryId: expect.any(String) });
    }
    expect(await changesOf('push', { ...push, installation: { id: 35 } })).toMatchObject({ verdict: 'ignored' });
    expect(await changesOf('push', { ref: 5 })).toMatchObject({ verdict: 'ignored' });
    expect(
      await changesOf('pull_request', { action: 'labeled', repository: { id: 7 }, pull_request: { number: 1 } }),
    ).toMatchObject({ verdict: 'ignored' });
  });
});
