import type { Connection } from '../core/connection.ts';
import { Problem } from '../core/problem.ts';
import type { Provisioner, ProvisionRequest } from '../core/roles/provisioner.ts';
import { textAt } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { codes, keys, secrets } from './contract-names.ts';

/** A connection as a step of provisioning sees it; secrets are loaded anew for each step. */
export interface ProvisionJob {
  readonly connection: Connection;
  readonly provisioner: Provisioner;
  readonly request: ProvisionRequest;
}

/** Name under which an interrupted run finds its app again; starting over counts on, so that the old one is not found. */
function appNameOf(connection: Connection): string {
  const times = Number(connection.config.appGeneration ?? 0);
  return `ctx mirror ${connection.id}${times > 0 ? ` ${times + 1}` : ''}`.slice(0, 60);
}

/** Loads what a step needs. Throws Problem where the form is not complete or the connection is gone. */
export async function loadProvisionJob(
  context: WorkContext,
  address: { readonly orgId: string; readonly connectionId: string },
): Promise<ProvisionJob> {
  const { orgId, connectionId } = address;
  const connection = await context.ports.connections.get(orgId, connectionId);
  const source = connection && context.sources.get(connection.connector);
  if (!connection || !source)
    throw new Problem({
      code: 'unknown',
      message: 'The connection is gone.',
      detail: 'connection-removed',
      hint: 'Create the connection again.',
    });
  if (connection.config.disconnecting === true)
    throw new Problem({
      code: 'unknown',
      message: 'The connection is being disconnected.',
      detail: 'disconnecting',
      hint: 'Add it again once it is gone.',
    });
  const email = textAt(connection, keys.email);
  const siteHost = textAt(connection, keys.siteHost);
  const developerSpaceId = textAt(connection, keys.developerSpaceId);
  const apiToken = await context.ports.connections.secret(orgId, connectionId, secrets.apiToken);
  if (!email || !siteHost || !developerSpaceId || !apiToken)
    throw new Problem({
      code: codes.credentials,
      message: 'The provisioning form is not complete.',
      detail: 'credentials-missing',
      hint: 'Enter e-mail, scoped API token, site and developer space, then start again.',
    });
  return {
    connection,
    provisioner: source.provisioner,
    request: {
      connectionId: connection.id,
      credentials: { email, apiToken },
      siteHost,
      developerSpaceId,
      appName: appNameOf(connection),
      origin: context.publicOrigin,
      instantDelete: connection.config.instantDelete === true,
    },
  };
}
