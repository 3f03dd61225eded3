import { randomUUID } from 'node:crypto';
import { Problem } from '../../core/problem.ts';
import type {
  ProvisionCode,
  ProvisionCredentials,
  Provisioner,
  ProvisionRequest,
} from '../../core/roles/provisioner.ts';

function failed(code: ProvisionCode, message: string): Problem {
  return new Problem({ code, message, status: 409 });
}

/** A provisioner for an in-memory platform that accepts one token and has one site. */
export function createFakeProvisioner(platform: { readonly apiToken: string; readonly siteHost: string }): Provisioner {
  const developerSpaces = new Map<string, string>();
  const apps = new Map<string, { readonly name: string; deployed: boolean; installationId: string | null }>();

  const check = ({ apiToken }: ProvisionCredentials): void => {
    if (apiToken.reveal() !== platform.apiToken) throw failed('forge_auth_failed', 'The token is not accepted.');
  };
  const appOf = (request: ProvisionRequest, appId: string) => {
    check(request.credentials);
    const app = apps.get(appId);
    if (app === undefined) throw failed('unknown', 'There is no such app.');
    return app;
  };

  return {
    checkSiteHost(input) {
      const host = input.toLowerCase();
      if (/^[a-z0-9][a-z0-9-]*\.wiki\.example$/.test(host)) return host;
      throw new Problem({ code: 'invalid-site-host', message: 'This is no host of a site.', status: 400 });
    },
    checkDeveloperSpaceId(input) {
      if (/^[a-z0-9][a-z0-9-]*$/.test(input)) return input;
      throw new Problem({ code: 'invalid-developer-space', message: 'This is no id of a space.', status: 400 });
    },
    async developerSpaces(credentials) {
      check(credentials);
      return [...developerSpaces].map(([id, name]) => ({ id, name }));
    },
    async createDeveloperSpace(credentials, name) {
      check(credentials);
      const id = randomUUID();
      developerSpaces.set(id, name);
      return { id };
    },
    async preflight(request) {
      check(request.credentials);
      if (request.siteHost !== platform.siteHost) throw failed('confluence_install_site', 'There is no such site.');
      return { siteId: 'fake-site', accountId: 'p1' };
    },
    async findRegistered({ appName }) {
      const found = [...apps].find(([, app]) => app.name === appName);
      return found === undefined ? null : { appId: found[0] };
    },
    async register(request, log) {
      check(request.credentials);
      const appId = randomUUID();
      apps.set(appId, { name: request.appName, deployed: false, installationId: null });
      log(`registered ${appId}`);
      return { appId };
    },
    async lint(request, appId) {
      appOf(request, appId);
    },
    async deploy(request, appId, log) {
      appOf(request, appId).deployed = true;
      log('deployed');
      return { version: '1.0.0' };
    },
    async install(request, appId, log) {
      const app = appOf(request, appId);
      if (!app.deployed) throw failed('unknown', 'The app is not deployed.');
      app.installationId ??= randomUUID();
      log('installed');
    },
    async confirm(request, appId) {
      const { installationId } = appOf(request, appId);
      return installationId === null ? null : { installationId };
    },
    async uninstall(request, appId) {
      appOf(request, appId).installationId = null;
    },
    installLink(appId) {
      if (!/[0-9a-f-]{36}$/.test(appId))
        throw new Problem({ code: 'unknown', detail: 'app-id-malformed', message: 'This is no app id.', status: 409 });
      return `https://platform.example/install/${appId}`;
    },
    manifest: ({ origin, connectionId }, appId) => JSON.stringify({ appId, origin, connectionId }),
  };
}
