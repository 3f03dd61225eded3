import { createHmac } from 'node:crypto';
import { startLinkedWorld } from '../../../sandbox/github/testing/linked-world.ts';
import type { RawDelivery } from '../../core/roles/event-source.ts';
import { Secret } from '../../core/secret.ts';
import { describeEventSource } from '../event-source.testsuite.ts';
import { describeRepoHost } from '../repo-host.testsuite.ts';
import { createEventSource } from './events.ts';

describeRepoHost('GitHub on the stand-in', async () => {
  const world = await startLinkedWorld();
  const { id } = await world.sandbox.human.createRepository({ name: 'contract' });
  const repository = 'acme/contract';
  return {
    host: world.host,
    repositoryId: String(id),
    commitElsewhere: async (branch, path, text) => {
      await world.sandbox.human.commitFiles({ repository, branch, files: { [path]: text } });
    },
    merge: async (number) => {
      await world.sandbox.human.mergePull(repository, number);
    },
    close: world.close,
  };
});

describeEventSource('GitHub', async () => {
  const secret = 'a shared webhook secret';
  const deliver = (id: string, event: string, payload: object, key = secret): RawDelivery => {
    const body = Buffer.from(JSON.stringify({ installation: { id: 34 }, ...payload }));
    return {
      channel: 'events',
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': id,
        'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
      },
    };
  };
  const push = { ref: 'refs/heads/main', repository: { id: 7, pushed_at: 1_780_000_000 } };
  const genuine = deliver('delivery-9', 'push', push);
  const without = (name: string): RawDelivery => ({ ...genuine, headers: { ...genuine.headers, [name]: undefined } });
  return {
    events: createEventSource(() => Date.parse('2026-06-01T00:00:00Z')),
    expected: {
      connectionId: 'c1',
      appId: '12',
      installationId: '34',
      siteId: null,
      signingSecrets: [new Secret('the next secret'), new Secret(secret)],
    },
    change: async (deliveryId) => ({ delivery: deliver(deliveryId, 'push', push), subjectId: '7' }),
    unknown: async () => deliver('delivery-8', 'star', { action: 'created' }),
    forged: async () => [
      { name: 'another secret', delivery: deliver('delivery-9', 'push', push, 'guessed') },
      { name: 'another body', delivery: { ...genuine, body: Buffer.concat([genuine.body, Buffer.from(' ')]) } },
      { name: 'no signature', delivery: without('x-hub-signature-256') },
      { name: 'no delivery id', delivery: without('x-github-delivery') },
      { name: 'no event', delivery: without('x-github-event') },
    ],
    close: async () => undefined,
  };
});
