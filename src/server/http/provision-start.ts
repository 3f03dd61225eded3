import type { Connection, JsonObject, Site } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import { keys } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { objectOf, textOf } from './connections.ts';
import { siteNotLinked } from './linking/site-of-app.ts';

/** The site that the app will be put on. Throws Problem `site-not-linked`: without it an app could land anywhere. */
export function neededSite(connection: Connection): Site {
  const site = objectOf<Site>(connection, 'site');
  if (site) return site;
  throw siteNotLinked();
}

export async function isProvisioning(deps: ServerDeps, { orgId, id }: Connection): Promise<boolean> {
  return (await deps.ports.provisions.current(orgId, id)).status === 'running';
}

/** A job under way reads the form step by step: what changes beneath it would end up half here, half there. */
export function provisionRunning(): Problem {
  return new Problem({
    code: 'provision-running',
    message: 'Provisioning is under way.',
    status: 409,
    hint: 'Wait until it has ended, then send this again.',
  });
}

/**
 * Records that the vendor's terms were accepted, in the name of the saved account. Throws Problem `consent-needed`
 * where that was neither said now nor before for this account.
 */
export async function recordConsent(
  deps: ServerDeps,
  connection: Connection,
  given: { readonly consent?: boolean | undefined; readonly instantDelete?: boolean | undefined },
): Promise<Connection> {
  if (given.consent !== true && !textOf(connection, keys.consentAt)) {
    throw new Problem({
      code: 'consent-needed',
      message: "Registering an app accepts the vendor's developer terms in the operator's name.",
      status: 409,
      hint: 'Read the terms that are shown and confirm them.',
    });
  }
  return deps.ports.connections.patch(connection.orgId, connection.id, {
    ...(given.consent === true ? { [keys.consentAt]: new Date(deps.clock.now()).toISOString() } : {}),
    ...(given.instantDelete === undefined ? {} : { instantDelete: given.instantDelete }),
  });
}

/** What the audit log keeps of a start, also after the connection is gone: who accepted what, for which account. */
export function startDetail(connection: Connection, jobId: string): JsonObject {
  return {
    jobId,
    email: textOf(connection, keys.email),
    consentAt: textOf(connection, keys.consentAt),
    developerSpaceId: textOf(connection, keys.developerSpaceId),
    siteHost: textOf(connection, keys.siteHost),
    instantDelete: connection.config.instantDelete === true,
  };
}
