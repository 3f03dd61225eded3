import { stringify } from 'yaml';
import { Problem } from '../../../core/problem.ts';
import { bareHost, classifyAddress, isLoopbackHost } from '../../../net/address.ts';
import { appScopes } from '../app-scopes.ts';
import { appEvents, lifecycleEvents } from './app-events.ts';

export interface ManifestRequest {
  readonly connectionId: string;
  /** Public origin that the app calls. */
  readonly origin: string;
  readonly instantDelete: boolean;
}

/** Scopes that let trashed and deleted events through; the app never writes. */
export const instantDeleteScopes: readonly string[] = [
  'write:page:confluence',
  'write:blogpost:confluence',
  'write:space:confluence',
];

function originProblem(why: string): Problem {
  return new Problem({
    code: 'invalid-origin',
    message: `The public address of this deployment cannot stand in the app's manifest: ${why}.`,
    status: 400,
    actor: 'operator',
    hint: 'Set the public origin to the https address under which the internet reaches this deployment, such as https://ctx.example.com.',
  });
}

/**
 * The origin in its one spelling. The vendor's own check lets wrong ones through (measured), and changing it later
 * needs a site admin's consent. Throws Problem `invalid-origin`.
 */
export function checkOrigin(input: string, allowLoopback: boolean): string {
  if (!URL.canParse(input)) throw originProblem('it is no address');
  const url = new URL(input);
  if (url.username !== '' || url.password !== '') throw originProblem('it holds a user name');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw originProblem('it holds more than an origin');
  const host = bareHost(url);
  if (isLoopbackHost(host)) {
    if (!allowLoopback) throw originProblem('it names this machine');
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw originProblem('it is not https');
    return url.origin;
  }
  if (url.protocol !== 'https:') throw originProblem('it is not https');
  if (/^[\d.]+$|:/.test(host)) throw originProblem(`${classifyAddress(host)} addresses are no host names`);
  if (!/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(host))
    throw originProblem('it is no public host');
  if (/\.(?:local|localhost|internal|lan|home|corp|test|invalid|intranet)$/.test(host))
    throw originProblem('its host is known inside a network only');
  return url.origin;
}

const connectionIds = /^[A-Za-z0-9_-]{1,64}$/;

/** Path that takes the app's events. */
export function eventsPath(connectionId: string): string {
  if (!connectionIds.test(connectionId)) throw new TypeError('a connection id holds letters, digits, _ and - only');
  return `/api/v1/webhook/atlassian/forge/${connectionId}`;
}

/** Path that takes the hourly token. */
export function tokenPath(connectionId: string): string {
  return `${eventsPath(connectionId)}/token-refresh`;
}

function endpoint(key: string, path: string) {
  return { key, remote: 'backend', route: { path }, auth: { appSystemToken: { enabled: true } } };
}

/** Names of the events and scopes that the app asks for. */
export function permissionsOf(instantDelete: boolean) {
  return {
    events: appEvents
      .filter(({ needsWriting, documentedOnly }) => !documentedOnly && (instantDelete || !needsWriting))
      .map(({ name }) => name),
    scopes: instantDelete ? [...appScopes, ...instantDeleteScopes] : appScopes,
  };
}

/**
 * The one manifest of the app: a back end of ours and nothing else, so there is no code to bundle. Without an app id
 * it is fit to be registered.
 */
export function printManifest(request: ManifestRequest, appId: string | null, allowLoopback = false): string {
  const { events, scopes } = permissionsOf(request.instantDelete);
  return stringify(
    {
      app: {
        ...(appId === null ? {} : { id: appId }),
        runtime: { name: 'nodejs24.x' },
        compatibility: { confluence: { required: true } },
      },
      modules: {
        trigger: [
          { key: 'lifecycle', endpoint: 'ep-events', events: Object.keys(lifecycleEvents) },
          { key: 'content', endpoint: 'ep-events', events },
        ],
        scheduledTrigger: [{ key: 'token-refresh', endpoint: 'ep-token', interval: 'hour' }],
        endpoint: [
          endpoint('ep-events', eventsPath(request.connectionId)),
          endpoint('ep-token', tokenPath(request.connectionId)),
        ],
      },
      remotes: [
        {
          key: 'backend',
          baseUrl: checkOrigin(request.origin, allowLoopback),
          operations: ['storage', 'compute', 'fetch'],
          storage: { inScopeEUD: true },
        },
      ],
      permissions: { scopes: [...scopes] },
    },
    { lineWidth: 0 },
  );
}
