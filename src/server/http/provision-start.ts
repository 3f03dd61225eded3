import type { Connection, Json, JsonObject, Site } from '../../core/connection.ts';
import { formRevisionKey, formRevisionOf, savedMeanwhile } from '../../core/form-revision.ts';
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
 * Sets what the form holds, only while nobody saved it or started a job since the connection was read. Gives the
 * connection as it is with that. Throws Problem `saved-meanwhile`.
 */
export async function setForm(
  deps: ServerDeps,
  connection: Connection,
  changes: Readonly<Record<string, Json>>,
  sealed: Parameters<ServerDeps['ports']['connections']['compareAndSet']>[5] = {},
): Promise<Connection> {
  const revision = formRevisionOf(connection);
  const all = { ...changes, [formRevisionKey]: (revision ?? 0) + 1 };
  const { orgId, id } = connection;
  if (!(await deps.ports.connections.compareAndSet(orgId, id, formRevisionKey, revision, all, sealed)))
    throw savedMeanwhile();
  // Not read again: what somebody else saves right after this is not what was looked at here.
  return { ...connection, config: { ...connection.config, ...all } };
}

/**
 * Records that the vendor's terms were accepted, in the name of the saved account. Throws Problem `consent-needed`
 * where that was neither said now nor before for this account. `more`: what is set with it.
 */
export async function recordConsent(
  deps: ServerDeps,
  connection: Connection,
  given: { readonly consent?: boolean | undefined; readonly instantDelete?: boolean | undefined },
  more: Readonly<Record<string, Json>> = {},
): Promise<Connection> {
  if (given.consent !== true && !textOf(connection, keys.consentAt)) {
    throw new Problem({
      code: 'consent-needed',
      message: "Registering an app accepts the vendor's developer terms in the operator's name.",
      status: 409,
      hint: 'Read the terms that are shown and confirm them.',
    });
  }
  return setForm(deps, connection, {
    ...more,
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
