import { Secret } from '../../core/secret.ts';
import { describeEventSource } from '../event-source.testsuite.ts';
import { describeProvisioner } from '../provisioner.testsuite.ts';
import { describeRepoHost } from '../repo-host.testsuite.ts';
import { createFakeEventSource, signDelivery } from './events.ts';
import { createFakeProvisioner } from './provisioner.ts';
import { createFakeHost } from './repo-host.ts';

describeEventSource('fake', async () => {
  const secret = new Secret('fake-signing-secret');
  const change = {
    subject: 'page',
    subjectId: '1',
    spaceId: 's1',
    action: 'updated',
    at: '2026-03-02T10:00:00.000Z',
  } as const;
  return {
    events: createFakeEventSource(),
    expected: { connectionId: 'c1', appId: null, installationId: null, siteId: null, signingSecrets: [secret] },
    change: async (deliveryId) => ({ delivery: signDelivery(deliveryId, [change], secret), subjectId: '1' }),
    unknown: async () => signDelivery('u1', [], secret),
    forged: async () => {
      const genuine = signDelivery('g1', [change], secret);
      return [
        { name: 'another secret', delivery: signDelivery('g1', [change], new Secret('another-secret')) },
        { name: 'altered body', delivery: { ...genuine, body: Buffer.from('{"id":"g1","changes":[]}') } },
      ];
    },
    close: async () => {},
  };
});

describeRepoHost('fake', async () => {
  const fake = createFakeHost();
  return { ...fake, repositoryId: fake.repository.id, close: async () => {} };
});

describeProvisioner('fake', async () => ({
  provisioner: createFakeProvisioner({ apiToken: 'fake-api-token', siteHost: 'acme.wiki.example' }),
  credentials: { email: 'op@example.com', apiToken: new Secret('fake-api-token') },
  badCredentials: { email: 'op@example.com', apiToken: new Secret('wrong-api-token') },
  siteHost: 'acme.wiki.example',
  absentSiteHost: 'absent.wiki.example',
  origin: 'https://ctx.example',
  close: async () => {},
}));
