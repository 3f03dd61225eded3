import { Problem } from '../../core/problem.ts';
import type { AppRegistration, RegisteredApp } from '../../core/roles/app-registration.ts';
import { Secret } from '../../core/secret.ts';
import { administeredBy } from './administered.ts';
import { signAppToken } from './app-auth.ts';
import { createApi, isProblem, perform, type Reach } from './client.ts';
import { appAnswer, deliveriesAnswer, installationAnswer, webhookAnswer } from './schema.ts';

/** What the product cannot do without. Checks are asked for too, and a comment stands in for them. */
const needed: Readonly<Record<string, 'read' | 'write'>> = {
  contents: 'write',
  metadata: 'read',
  pull_requests: 'write',
};
const asked = { ...needed, checks: 'write' };
const rank = ['none', 'read', 'write', 'admin'];
const longestName = 34;

/** Routes of ours that the host sends the browser or its events to. */
const returnPaths = {
  created: '/api/v1/integrations/github/callback',
  installed: '/api/v1/integrations/github/setup',
  events: '/api/v1/webhook/github/',
} as const;

/** Registers apps by the manifest flow (docs.github.com, "Registering a GitHub App from a manifest"). */
export function createRegistration(reach: Reach, webBaseUrl: string): AppRegistration {
  return {
    form({ origin, connectionId, name, state, organization }) {
      const owner = organization === undefined ? '' : `/organizations/${encodeURIComponent(organization)}`;
      const manifest = {
        name: name.slice(0, longestName),
        url: origin,
        hook_attributes: { url: `${origin}${returnPaths.events}${encodeURIComponent(connectionId)}`, active: true },
        redirect_url: `${origin}${returnPaths.created}`,
        setup_url: `${origin}${returnPaths.installed}`,
        setup_on_update: true,
        public: false,
        default_permissions: asked,
        default_events: ['push', 'pull_request', 'repository'],
      };
      return {
        action: `${webBaseUrl}${owner}/settings/apps/new?state=${encodeURIComponent(state)}`,
        fields: { manifest: JSON.stringify(manifest) },
      };
    },

    async convert(code) {
      try {
        // The code itself is the credential of this call.
        const api = createApi(reach, null);
        const { data } = await perform(reach, {
          what: 'the new app',
          repeatable: false,
          run: () => api.request('POST /app-manifests/{code}/conversions', { code }),
        });
        return toApp(appAnswer.parse(data));
      } catch (error) {
        if (!isProblem(error, 'not-found') && !isProblem(error, 'repo-host-refused')) throw error;
        throw new Problem({
          code: 'app-code-expired',
          message: 'The code for the new app was used before or is older than an hour.',
          status: 410,
          hint: 'Create the app again.',
          cause: error,
        });
      }
    },

    installUrl: (slug, state) =>
      `${webBaseUrl}/apps/${encodeURIComponent(slug)}/installations/new?state=${encodeURIComponent(state)}`,

    async installations(app) {
      const api = createApi(reach, signAppToken(app.appId, app.privateKey, reach.now()), 'Bearer');
      const answers = await perform(reach, {
        what: `the installations of app ${app.appId}`,
        repeatable: true,
        run: async () =>
          installationAnswer.array().parse(await api.paginate('GET /app/installations', { per_page: 100 })),
      });
      return answers.map((answer) => ({
        id: String(answer.id),
        account: answer.account?.login ?? answer.account?.slug ?? '',
        suspended: Boolean(answer.suspended_at),
        permissions: answer.permissions,
      }));
    },

    authorizeUrl({ client, redirectUri, state }) {
      const query = new URLSearchParams({ client_id: client.clientId, redirect_uri: redirectUri, state });
      return `${webBaseUrl}/login/oauth/authorize?${query}`;
    },

    administeredBy: (app, answer) => administeredBy(reach, webBaseUrl, app, answer),

    async webhook(app) {
      const api = createApi(reach, signAppToken(app.appId, app.privateKey, reach.now()), 'Bearer');
      return perform(reach, {
        what: `the webhook of app ${app.appId}`,
        repeatable: true,
        run: async () => {
          const { url } = webhookAnswer.parse((await api.request('GET /app/hook/config')).data);
          const newest = { per_page: 1 };
          const [last] = deliveriesAnswer.parse((await api.request('GET /app/hook/deliveries', newest)).data);
          if (!last) return { url: url || null, last: null };
          const taken = last.status_code >= 200 && last.status_code < 300;
          const status = last.status_code > 0 ? `${last.status_code} ${last.status}` : last.status;
          return { url: url || null, last: { at: last.delivered_at, taken, status: status.slice(0, 100) } };
        },
      });
    },

    missingPermissions: (granted) =>
      Object.entries(needed)
        .filter(([name, level]) => rank.indexOf(granted[name] ?? 'none') < rank.indexOf(level))
        .map(([name]) => name),
  };
}

function toApp(answer: ReturnType<typeof appAnswer.parse>): RegisteredApp {
  if (!answer.webhook_secret) {
    throw new Problem({
      code: 'app-without-secret',
      message: 'The host made the app without a webhook secret.',
      hint: 'Delete the app at the host and create it again.',
    });
  }
  return {
    appId: String(answer.id),
    slug: answer.slug,
    name: answer.name,
    privateKey: new Secret(answer.pem),
    webhookSecret: new Secret(answer.webhook_secret),
    clientId: answer.client_id,
    clientSecret: new Secret(answer.client_secret),
  };
}
