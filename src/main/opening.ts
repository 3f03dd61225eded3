import type { Connection } from '../core/connection.ts';
import type { Ports } from '../core/ports/index.ts';
import { Problem } from '../core/problem.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { SystemToken } from '../core/roles/event-source.ts';
import type { RepoHost } from '../core/roles/repo-host.ts';
import type { SharedRepositoryApp } from '../server/deps.ts';
import type { Outside } from './outside.ts';

/** Opens what connections lead to, with the secrets loaded at the moment of use. */
export interface Opening {
  openSource(connection: Connection): Promise<ContentSource>;
  openRepoHost(connection: Connection): Promise<RepoHost>;
}

interface TokenMeta {
  readonly apiBaseUrl: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
}

function missing(code: string, message: string, hint: string): Problem {
  return new Problem({ code, message, status: 409, hint });
}

function textAt(connection: Connection, key: string): string | null {
  const value = connection.config[key];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

async function systemToken(ports: Ports, orgId: string, id: string): Promise<SystemToken> {
  const connection = await ports.connections.get(orgId, id);
  const meta = connection?.config.systemTokenMeta as TokenMeta | undefined;
  const token = connection && (await ports.connections.secret(orgId, id, 'appSystemToken'));
  if (!meta || !token)
    throw missing(
      'system-token-missing',
      'The installed app has not sent its token yet.',
      'Install the app, or wait for its next delivery; the public address must be reachable for it.',
    );
  return { token, ...meta };
}

/** Opens sources and repository hosts of connections; hosts are kept while their app stays the same. */
export function createOpening(ports: Ports, outside: Outside, shared: SharedRepositoryApp | null): Opening {
  const hosts = new Map<string, { readonly key: string; readonly host: RepoHost }>();
  return {
    async openSource(connection) {
      const connector = outside.sources.get(connection.connector);
      const site = connection.config.site as { id: string; url: string } | undefined;
      if (!connector)
        throw missing('no-source', 'This connection is no source of pages.', 'Choose another connection.');
      if (!site)
        throw missing('site-missing', 'No site is linked to this connection.', 'Link an account and choose the site.');
      return connector.open({
        siteId: site.id,
        siteUrl: site.url,
        token: () => systemToken(ports, connection.orgId, connection.id),
      });
    },

    async openRepoHost(connection) {
      const { id, orgId } = connection;
      const connector = outside.repositories.get(connection.connector);
      if (!connector)
        throw missing('no-repository-host', 'This connection is no repository host.', 'Choose another connection.');
      const installationId = textAt(connection, 'installationId');
      if (!installationId)
        throw missing(
          'app-not-installed',
          'The app is not installed at the repository host yet.',
          'Install it there in the setup step of the repository host.',
        );
      const own = textAt(connection, 'appId');
      const appId = own ?? shared?.appId;
      const privateKey = own ? await ports.connections.secret(orgId, id, 'githubPrivateKey') : shared?.privateKey;
      if (!appId || !privateKey)
        throw missing(
          'repository-app-missing',
          'No app of the repository host is saved for this connection.',
          'Create or enter it in the setup step of the repository host.',
        );
      const key = `${appId}:${installationId}`;
      const kept = hosts.get(id);
      if (kept?.key === key) return kept.host;
      const host = connector.open({ appId, privateKey, installationId });
      hosts.set(id, { key, host });
      return host;
    },
  };
}
