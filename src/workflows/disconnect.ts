import type { Connection } from '../core/connection.ts';
import { Problem } from '../core/problem.ts';
import type { ProvisionCredentials } from '../core/roles/provisioner.ts';
import type { OAuthClient } from '../core/roles/sign-in.ts';
import { reviveProblem } from './attempt.ts';
import { textAt } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { keys, secrets } from './contract-names.ts';
import { durably } from './durable-step.ts';
import type { WorkflowFunction } from './engine.ts';
import { endRuns, leaveRepository } from './leave-repository.ts';
import type { DisconnectInput } from './specs.ts';
import type { Tools } from './tools.ts';

/**
 * Takes a connection apart: ends its runs and its provisioning, removes mirrored files where asked, takes our app off the
 * site, gives back what a person granted, wipes the secrets, and removes the row at last. What the other
 * side refuses is logged and left; nothing keeps the connection alive.
 */
export function disconnect(tools: Tools): WorkflowFunction<DisconnectInput, { readonly state: string }> {
  const { context } = tools;
  const parts: readonly (readonly [string, (connection: Connection, input: DisconnectInput) => Promise<void>])[] = [
    ['end runs', (connection) => endRuns(context, connection)],
    ['end provisioning', (connection) => endProvisioning(context, connection)],
    ['files', (connection, input) => leaveRepository(context, connection, input.files, 'it was disconnected')],
    ['uninstall', (connection) => uninstall(context, connection)],
    ['revoke', (connection) => revoke(context, connection)],
  ];
  return async ({ input, step }) => {
    const { connectionId } = input;
    const undone: string[] = [];
    const carryOut = (name: string, work: (connection: Connection) => Promise<void>) =>
      durably(
        step,
        name,
        async () => {
          const connection = await context.ports.connections.get(input.orgId, connectionId);
          if (connection) await work(connection);
          context.reach(`disconnect:${name}`);
          return null;
        },
        { now: () => context.clock.now() },
      );
    for (const [name, work] of parts) {
      const result = await carryOut(name, (connection) => work(connection, input));
      if (result.ok) continue;
      // No reason to keep the connection, and yet somebody asked for it and has to hear that it stands.
      undone.push(`${name}: ${result.problem.code}`);
      context.log.warn({ connectionId, part: name, code: result.problem.code }, 'left undone while disconnecting');
    }
    const forgotten = await carryOut('forget', (connection) => forget(context, connection, undone));
    if (!forgotten.ok) throw reviveProblem(forgotten.problem);
    return { state: 'disconnected' };
  };
}

/** How long is slept between looks at a job that still has a step under way. Milliseconds. */
const LOOK_AGAIN_MS = 3_000;

/**
 * Waits for the step of provisioning that is under way; none begins after it. Only then is it known which app there is
 * to be taken off the site: an install that ended later would stay there with nobody to look after it.
 */
async function endProvisioning(context: WorkContext, { orgId, id }: Connection): Promise<void> {
  if ((await context.ports.provisions.current(orgId, id)).status !== 'running') return;
  throw new Problem({
    code: 'provision-running',
    message: 'A step of provisioning is under way.',
    retry: { kind: 'after', ms: LOOK_AGAIN_MS },
  });
}

async function uninstall(context: WorkContext, connection: Connection): Promise<void> {
  const source = context.sources.get(connection.connector);
  const appId = textAt(connection, keys.appId);
  const email = textAt(connection, keys.email);
  const siteHost = textAt(connection, keys.siteHost);
  const developerSpaceId = textAt(connection, keys.developerSpaceId);
  const apiToken = await context.ports.connections.secret(connection.orgId, connection.id, secrets.apiToken);
  if (!source || !appId || !email || !siteHost || !developerSpaceId || !apiToken) return;
  const credentials: ProvisionCredentials = { email, apiToken };
  const request = {
    connectionId: connection.id,
    credentials,
    siteHost,
    developerSpaceId,
    appName: '',
    origin: context.publicOrigin,
    instantDelete: connection.config.instantDelete === true,
  };
  await source.provisioner.uninstall(request, appId, () => undefined);
}

async function oauthClientOf(context: WorkContext, connection: Connection): Promise<OAuthClient | null> {
  const clientId = textAt(connection, keys.oauthClientId);
  const clientSecret = await context.ports.connections.secret(
    connection.orgId,
    connection.id,
    secrets.oauthClientSecret,
  );
  return clientId && clientSecret ? { clientId, clientSecret } : (context.globalOAuth ?? null);
}

async function revoke(context: WorkContext, connection: Connection): Promise<void> {
  const { grants } = context.ports;
  const source = context.sources.get(connection.connector);
  const grant = await grants.forConnection(connection.orgId, connection.id);
  const client = await oauthClientOf(context, connection);
  if (source && grant && client) {
    const { refreshToken } = await grants.tokens(connection.orgId, grant.id);
    if (refreshToken) await source.signIn.revoke(client, refreshToken);
  }
  await grants.remove(connection.orgId, connection.id);
}

async function forget(context: WorkContext, connection: Connection, undone: readonly string[]): Promise<void> {
  const { ports } = context;
  const { orgId, id } = connection;
  // Even where the other side did not answer, nothing of the grant stays here.
  await ports.grants.remove(orgId, id);
  await ports.connections.wipeSecrets(orgId, id, 'all');
  if (context.repositories.has(connection.connector))
    for (const repository of await ports.repositories.list(orgId))
      if (repository.connectionId === id) {
        await ports.chunks.dropRepository(orgId, repository.id);
        await ports.graph.dropRepository(orgId, repository.id);
        await ports.repositories.untrack(orgId, repository.id);
      }
  await ports.ledger.clear(orgId, id);
  await ports.audit.append(orgId, {
    actorId: null,
    action: 'connection.disconnected',
    connectionId: id,
    detail: { connector: connection.connector, ...(undone.length > 0 ? { undone: undone.join(', ') } : {}) },
    ip: null,
    requestId: null,
  });
  context.reach('disconnect:wiped');
  await ports.connections.remove(orgId, id);
}
