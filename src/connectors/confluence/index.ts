import type { SourceConnector } from '../../core/roles/connector.ts';
import type { Http } from '../../net/request.ts';
import { createContentSource } from './content-source.ts';
import { guide } from './guide.ts';
import { createSignIn } from './sign-in/index.ts';

export interface ConfluenceOptions {
  readonly http: Http;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Identity, e.g. `https://auth.atlassian.com`. */
  readonly authBaseUrl: string;
  /** The gateway that serves every site, e.g. `https://api.atlassian.com`. */
  readonly apiBaseUrl: string;
  /** The developer console, e.g. `https://developer.atlassian.com`. */
  readonly consoleUrl: string;
  /** The app platform's side: what puts the app on a site and what its deliveries mean. */
  readonly forge: Pick<SourceConnector, 'events' | 'provisioner'>;
}

/** The connector for Confluence Cloud. */
export function createConfluence(options: ConfluenceOptions): SourceConnector {
  const authBaseUrl = trim(options.authBaseUrl);
  const apiBaseUrl = trim(options.apiBaseUrl);
  const { http, now, forge } = options;
  return {
    id: 'confluence',
    guide,
    signIn: createSignIn({ http, now, authBaseUrl, apiBaseUrl, consoleUrl: trim(options.consoleUrl) }),
    events: forge.events,
    provisioner: forge.provisioner,
    open: ({ siteId, siteUrl, token }) => createContentSource({ http, now, apiBaseUrl, siteId, siteUrl, token }),
  };
}

function trim(url: string): string {
  return url.replace(/\/+$/, '');
}
