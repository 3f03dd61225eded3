import { createFakeContentSource } from '../../connectors/fake/content-source.ts';
import { createFakeEventSource } from '../../connectors/fake/events.ts';
import { createFakeProvisioner } from '../../connectors/fake/provisioner.ts';
import { createFakeHost } from '../../connectors/fake/repo-host.ts';
import { createFakeIdentity } from '../../connectors/fake/sign-in.ts';
import { createFakeSite, putPage } from '../../connectors/fake/site.ts';
import { Problem } from '../../core/problem.ts';
import type { AppRegistration } from '../../core/roles/app-registration.ts';
import type { RepositoryConnector, SourceConnector } from '../../core/roles/connector.ts';
import type { EventSource } from '../../core/roles/event-source.ts';
import { Secret } from '../../core/secret.ts';

export const apiToken = 'CANARY-api-token-of-the-operator';
export const appSecrets = {
  privateKey: 'CANARY-private-key-of-the-app',
  webhookSecret: 'CANARY-webhook-secret-of-the-app',
  clientSecret: 'CANARY-client-secret-of-the-app',
} as const;

/** A repository host's pages on which an app is made, in memory. */
export function createFakeRegistration(): AppRegistration & { readonly codes: Set<string> } {
  const codes = new Set<string>();
  return {
    codes,
    form: ({ origin, state }) => ({
      action: `https://git.example/apps/new?state=${state}`,
      fields: { manifest: JSON.stringify({ redirect: origin }) },
    }),
    async convert(code) {
      if (!codes.delete(code))
        throw new Problem({ code: 'app-code-expired', message: 'The code was used before.', status: 410 });
      const { privateKey, webhookSecret, clientSecret } = appSecrets;
      return {
        appId: '77',
        slug: 'ctx-acme',
        name: 'ctx acme',
        privateKey: new Secret(privateKey),
        webhookSecret: new Secret(webhookSecret),
        clientId: 'client-77',
        clientSecret: new Secret(clientSecret),
      };
    },
    installUrl: (slug, state) => `https://git.example/apps/${slug}/install?state=${state}`,
    async installations({ privateKey }) {
      if (privateKey.reveal() !== appSecrets.privateKey)
        throw new Problem({ code: 'app-rejected', message: 'The key is not accepted.', status: 409 });
      const noPermissions: Readonly<Record<string, string>> = {};
      return [
        { id: '900', account: 'acme', suspended: false, permissions: { contents: 'write' } },
        { id: '901', account: 'sleepy', suspended: true, permissions: noPermissions },
      ];
    },
    authorizeUrl: ({ redirectUri, state }) =>
      `https://git.example/authorize?${new URLSearchParams({ redirect_uri: redirectUri, state })}`,
    async administeredBy(_app, { code }) {
      throw new Problem({ code: 'person-code-refused', message: `Nobody stands behind ${code}.`, status: 400 });
    },
    webhook: async () => ({ url: null, last: null }),
    missingPermissions: (granted) => (granted.contents === 'write' ? [] : ['contents']),
  };
}

/** Connectors in memory, and the hands that change what they see. */
export function createConnectors(
  now: () => number,
  events: { readonly source?: EventSource; readonly repositories?: EventSource } = {},
) {
  const identity = createFakeIdentity(now);
  const site = createFakeSite();
  putPage(site, '1', { title: 'Welcome' });
  putPage(site, '2', { title: 'Runbook', parentId: '1' });
  const contents = createFakeContentSource(site);
  const host = createFakeHost();
  const registration = createFakeRegistration();
  const guide = { name: 'Wiki', steps: { link: { title: 'Link', help: 'Link it.' } } };
  const source: SourceConnector = {
    id: 'wiki',
    guide,
    signIn: identity.signIn,
    events: events.source ?? createFakeEventSource(),
    provisioner: createFakeProvisioner({ apiToken, siteHost: 'acme.wiki.example' }),
    open: () => contents,
  };
  const repositories: RepositoryConnector = {
    id: 'hub',
    guide: { ...guide, name: 'Hub' },
    events: events.repositories ?? createFakeEventSource(),
    registration,
    open: () => host.host,
  };
  return { identity, site, contents, host, registration, source, repositories };
}
