import { z } from '@hono/zod-openapi';
import type { Connection, Site } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import type { ProvisionCredentials } from '../../core/roles/provisioner.ts';
import { Secret } from '../../core/secret.ts';
import { keys, secrets } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { objectOf, type SourceConnection, textOf } from './connections.ts';
import { isProvisioning, provisionRunning, setForm } from './provision-start.ts';
import { connectionId } from './shapes.ts';

/** What the operator enters; what is not given stays. */
export const provisionForm = z.object({
  connectionId: connectionId.optional(),
  email: z.email().max(200).optional(),
  /** Kept where it is not given. */
  scopedApiToken: z.string().trim().min(8).max(1000).optional(),
  siteHost: z.string().trim().max(253).optional(),
  developerSpaceId: z.string().trim().min(1).max(200).optional(),
});

type Fields = z.output<typeof provisionForm>;

/** `untested`: credentials that replace none that work may be saved as they are; the job tests them and says so. */
export type Testing = 'tested' | 'untested';

export function missing(what: string): Problem {
  return new Problem({
    code: 'provision-form-incomplete',
    message: `The ${what} is missing.`,
    status: 409,
    hint: 'Fill in the form and send it again.',
  });
}

/** Only the host of the linked site is accepted, and the host itself is never called (S4). */
export function checkHost(source: SourceConnection, input: string): string {
  const host = source.connector.provisioner.checkSiteHost(input);
  const linked = objectOf<Site>(source.connection, 'site');
  if (!linked || new URL(linked.url).hostname.toLowerCase() === host) return host;
  throw new Problem({
    code: 'site-host-other',
    message: `${host} is not the linked site; that is ${new URL(linked.url).hostname}.`,
    status: 409,
    hint: 'Enter the host of the linked site, or link the other site.',
  });
}

/** The saved credentials. Throws Problem `provision-form-incomplete`. */
export async function credentialsOf(deps: ServerDeps, connection: Connection): Promise<ProvisionCredentials> {
  const email = textOf(connection, keys.email);
  const apiToken = await deps.ports.connections.secret(connection.orgId, connection.id, secrets.apiToken);
  if (!email) throw missing('e-mail address');
  if (!apiToken) throw missing('API token');
  return { email, apiToken };
}

/** What is wrong with credentials; null where they work. */
async function tried(source: SourceConnection, credentials: ProvisionCredentials): Promise<Problem | null> {
  try {
    await source.connector.provisioner.developerSpaces(credentials);
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function notSaved(problem: Problem, kept: boolean): Problem {
  const { code, detail, hint, message } = problem;
  return new Problem({
    code,
    message: `${message}${kept ? ' What was saved before stays.' : ' Nothing was saved.'}`,
    // Not 401, which says of this interface that nobody is signed in.
    status: problem.status === 401 ? 422 : problem.status,
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
    cause: problem,
  });
}

/** Nothing that works is replaced by something that does not, or of which nobody can say whether it does. */
async function testNew(
  deps: ServerDeps,
  source: SourceConnection,
  given: { readonly email: string | null; readonly apiToken: Secret | null },
  testing: Testing,
): Promise<void> {
  const { connection } = source;
  const saved = await deps.ports.connections.secret(connection.orgId, connection.id, secrets.apiToken);
  const email = given.email ?? textOf(connection, keys.email);
  const apiToken = given.apiToken ?? saved;
  const savedEmail = textOf(connection, keys.email);
  if (!apiToken) return;
  if (!email) throw missing('e-mail address');
  if (saved && email === savedEmail && apiToken.reveal() === saved.reveal()) return;
  const inPlace = saved && savedEmail ? { email: savedEmail, apiToken: saved } : null;
  if (testing === 'untested' && inPlace === null) return;
  const problem = await tried(source, { email, apiToken });
  if (problem === null) return;
  // What does not work either is no loss: the job says what is wrong with the new one.
  const works = inPlace !== null && (await tried(source, inPlace)) === null;
  const isKept = works || (inPlace !== null && problem.code === 'network');
  if (testing === 'tested' || isKept) throw notSaved(problem, inPlace !== null);
}

/** Whether saving would change anything of what is there. */
async function isChange(
  deps: ServerDeps,
  connection: Connection,
  changes: Readonly<Record<string, string | null>>,
  apiToken: Secret | null,
): Promise<boolean> {
  if (Object.entries(changes).some(([key, value]) => textOf(connection, key) !== value)) return true;
  if (apiToken === null) return false;
  const saved = await deps.ports.connections.secret(connection.orgId, connection.id, secrets.apiToken);
  return saved?.reveal() !== apiToken.reveal();
}

/** What the given fields set, beside the token. Throws Problem where the product knows no such host or space. */
function changesOf(source: SourceConnection, fields: Fields): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  if (fields.siteHost !== undefined) changes[keys.siteHost] = checkHost(source, fields.siteHost);
  if (fields.developerSpaceId !== undefined)
    changes[keys.developerSpaceId] = source.connector.provisioner.checkDeveloperSpaceId(fields.developerSpaceId);
  const before = textOf(source.connection, keys.email);
  if (fields.email !== undefined) changes[keys.email] = fields.email;
  // Who accepted the terms did so for one account.
  if (fields.email !== undefined && before !== null && fields.email !== before) changes[keys.consentAt] = null;
  return changes;
}

const tokenOf = ({ scopedApiToken }: Fields): Secret | null =>
  scopedApiToken === undefined ? null : new Secret(scopedApiToken);

/** Whether what is given is something else than what is saved. */
export async function changesForm(
  deps: ServerDeps,
  source: SourceConnection,
  fields: Fields & { readonly instantDelete?: boolean | undefined },
): Promise<boolean> {
  const { connection } = source;
  const isInstant = connection.config.instantDelete === true;
  if (fields.instantDelete !== undefined && fields.instantDelete !== isInstant) return true;
  return isChange(deps, connection, changesOf(source, fields), tokenOf(fields));
}

/** Saves what is given of the form, in one statement, after it was tested; never beneath a job that runs. */
export async function saveProvisionForm(
  deps: ServerDeps,
  source: SourceConnection,
  fields: Fields,
  testing: Testing,
): Promise<Connection> {
  const changes = changesOf(source, fields);
  const email = fields.email ?? null;
  const apiToken = tokenOf(fields);
  if (!(await isChange(deps, source.connection, changes, apiToken))) return source.connection;
  if (await isProvisioning(deps, source.connection)) throw provisionRunning();
  if (email !== null || apiToken !== null) await testNew(deps, source, { email, apiToken }, testing);
  const sealed = apiToken === null ? {} : { [secrets.apiToken]: apiToken };
  // Address and token belong together: a kill in between must not leave one of each.
  return setForm(deps, source.connection, changes, sealed);
}
