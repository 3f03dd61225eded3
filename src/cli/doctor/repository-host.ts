import type { Connection } from '../../core/connection.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { AppRegistration } from '../../core/roles/app-registration.ts';
import type { Secret } from '../../core/secret.ts';
import { returnRoutes, secrets } from '../../server/contract.ts';
import { broken, brokenBy, type Check, doubtful, type Finding, healthy } from './finding.ts';
import { textIn } from './source-connection.ts';

export interface RepositoryHostDeps {
  readonly ports: Ports;
  /** The app of the whole deployment; null: each connection has its own. */
  readonly sharedApp: {
    readonly appId: string;
    readonly privateKey: Secret;
    readonly webhookSecret: Secret | null;
  } | null;
  readonly registration: AppRegistration;
  /** Origin that the host delivers to; null: not known. */
  readonly publicOrigin: string | null;
}

const setup = 'Do the step of the repository host in the setup.';

async function lookAtWebhook(
  connection: Connection,
  { registration, publicOrigin, ports }: RepositoryHostDeps,
  app: { readonly appId: string; readonly privateKey: Secret },
): Promise<readonly Finding[]> {
  const { url, last } = await registration.webhook(app);
  const here = publicOrigin && publicOrigin + returnRoutes.repositoryEvents.replace('{connectionId}', connection.id);
  const why = 'Pushes and merges are found by polling alone, some minutes late.';
  if (url === null || (here !== null && url !== here))
    return [
      doubtful('webhook-address', {
        what: url === null ? 'The app has no webhook address.' : `The app delivers to ${url}, which is not this place.`,
        why,
        next: `Set the webhook address in the settings of the app${here === null ? '' : ` to ${here}`}, and let it be active.`,
      }),
    ];
  const address = healthy('webhook-address', `Delivers to ${url}.`);
  if (last?.taken === false)
    return [
      address,
      doubtful('last-delivery', {
        what: `The last delivery, at ${last.at}, was not taken: ${last.status}.`,
        why,
        next: 'Check the public address, the proxy in front of it and the webhook secret; then deliver it again in the settings of the app.',
      }),
    ];
  const at = last?.at ?? (await ports.journal.lastReceivedAt(connection.orgId, connection.id));
  return [address, healthy('last-delivery', at === null ? 'None yet.' : `Taken at ${at}.`)];
}

async function lookAtApp(connection: Connection, deps: RepositoryHostDeps): Promise<readonly Finding[]> {
  const { orgId, id } = connection;
  const { connections } = deps.ports;
  const own = textIn(connection, 'appId');
  const appId = own ?? deps.sharedApp?.appId;
  const privateKey = own ? await connections.secret(orgId, id, secrets.privateKey) : deps.sharedApp?.privateKey;
  const why = 'Repositories are read and written as the app.';
  if (!appId || !privateKey)
    return [
      broken('repository-app', {
        what: appId ? 'The private key of the app is not saved.' : 'No app of the repository host is saved.',
        why,
        next: setup,
      }),
    ];
  const webhook = own ? await connections.hasSecret(orgId, id, secrets.webhookSecret) : deps.sharedApp?.webhookSecret;
  const signed = webhook
    ? healthy('webhook-secret', 'Deliveries are checked with it.')
    : doubtful('webhook-secret', {
        what: 'The app has no webhook secret.',
        why: 'Its deliveries are refused, so pushes and merges are found by polling alone, some minutes late.',
        next: 'Set a webhook secret in the settings of the app and save it here.',
      });
  const installationId = textIn(connection, 'installationId');
  if (installationId === null)
    return [signed, broken('repository-app', { what: 'The app is not installed on any account.', why, next: setup })];
  try {
    const installations = await deps.registration.installations({ appId, privateKey });
    const found = installations.find((one) => one.id === installationId);
    if (found === undefined)
      return [
        signed,
        broken('repository-app', {
          what: `The app's installation ${installationId} is gone.`,
          why,
          next: 'Install the app again; the setup shows the link.',
        }),
      ];
    if (found.suspended)
      return [
        signed,
        broken('repository-app', {
          what: `The installation of the app on ${found.account} is suspended.`,
          why,
          next: `Let an owner of ${found.account} unsuspend it.`,
        }),
      ];
    const lacking = deps.registration.missingPermissions(found.permissions);
    if (lacking.length > 0)
      return [
        signed,
        broken('repository-app', {
          what: `The app lacks permissions on ${found.account}: ${lacking.join(', ')}.`,
          why,
          next: `Give them in the settings of the app, and let an owner of ${found.account} accept them.`,
        }),
      ];
    const installed = healthy('repository-app', `Installed on ${found.account}.`);
    // An app of the whole deployment serves other organizations too: its webhook is not theirs to look at.
    if (!own) return [signed, installed];
    return [signed, installed, ...(await lookAtWebhook(connection, deps, { appId, privateKey }))];
  } catch (error) {
    return [signed, brokenBy('repository-app', error, why)];
  }
}

/** The app at the host of repositories. */
export function repositoryHostChecks(connection: Connection, deps: RepositoryHostDeps): readonly Check[] {
  const { id, name } = connection;
  return [{ connection: { id, name }, name: 'repository-app', look: () => lookAtApp(connection, deps) }];
}
